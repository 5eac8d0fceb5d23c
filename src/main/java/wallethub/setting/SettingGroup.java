package wallethub.setting;

/**
 * Rules that are changed together; a bean of the package that reads them.
 *
 * @param <T> a record whose constructor refuses, with {@link IllegalArgumentException}, what does not hold together
 */
public interface SettingGroup<T> {

    /** Unique among groups, such as {@code recharge-limits}: the path it has and what the audit calls it. */
    String name();

    Class<T> type();

    /** Whether it bounds what people or payments may move, so that a second person decides about each change. */
    boolean guardsMoney();

    /** In force until somebody on the staff sets it; from the configuration, the same each time. */
    T initial();
}
