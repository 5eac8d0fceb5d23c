package wallethub.database;

import java.util.function.Supplier;
import wallethub.id.CustomerId;

/**
 * Whose rows the database shows to the work that runs in it: one customer's, or all to the hub's own work. Outside of any
 * scope it shows no customer's rows at all.
 *
 * @param customer the customer's id, or empty
 * @param name {@code system}, or empty
 */
public record RowScope(String customer, String name) {

    private static final ScopedValue<RowScope> CURRENT = ScopedValue.newInstance();
    private static final RowScope SYSTEM = new RowScope("", "system");
    static final RowScope NONE = new RowScope("", "");

    /** All rows: lanes, schedules, and what nobody is known for yet. */
    public static RowScope system() {
        return SYSTEM;
    }

    /** The rows of that customer and of nobody else. */
    public static RowScope of(CustomerId customer) {
        return new RowScope(customer.text(), "");
    }

    /** No customer's rows. */
    public static RowScope none() {
        return NONE;
    }

    /** Runs the work in this scope, on this thread; a scope within a scope replaces it until it ends. */
    public <T> T call(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    static RowScope current() {
        return CURRENT.orElse(NONE);
    }
}
