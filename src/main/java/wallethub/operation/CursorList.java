package wallethub.operation;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import wallethub.access.Caller;
import wallethub.problem.ProblemException;

/** One call of a list that goes on by a cursor: where it begins, what it shows, and where it goes on. */
public final class CursorList {

    private final Cursors cursors;
    private final Cursors.Scope scope;
    private final ListQuery query;
    private final @Nullable ListPosition position;

    private CursorList(Cursors cursors, Cursors.Scope scope, ListQuery query, @Nullable ListPosition position) {
        this.cursors = cursors;
        this.scope = scope;
        this.query = query;
        this.position = position;
    }

    /**
     * @param list the name of the operation
     * @param cursor null for the first page
     * @throws ProblemException VALIDATION_FAILED for a cursor of another list, caller or query
     */
    public static CursorList of(Cursors cursors, String list, Caller caller, ListQuery query, @Nullable String cursor) {
        Cursors.Scope scope = new Cursors.Scope(list, caller, query.text());
        return new CursorList(cursors, scope, query, cursor == null ? null : cursors.read(scope, cursor));
    }

    /**
     * How many items there are.
     *
     * @param isExact false when counting stopped: there are at least so many
     */
    public record Total(long items, boolean isExact) {

        /** @param counted no further than one more than {@code most} */
        public static Total upTo(int most, long counted) {
            return new Total(Math.min(counted, most), counted <= most);
        }
    }

    /**
     * What one look at a bounded part of a list found.
     *
     * @param found up to {@link #limit} items
     * @param reached the key of the last one that was looked at; null when nothing is behind it
     * @param matching how many there are in that part, those that are not given too
     */
    public record Look<T>(List<T> found, @Nullable String reached, long matching) {

        public Look {
            found = List.copyOf(found);
        }
    }

    /** The key of the last item before this page; empty on the first one. */
    public Optional<String> after() {
        return Optional.ofNullable(position).map(ListPosition::after);
    }

    /** One more than are shown: it tells that the list goes on. */
    public int limit() {
        return query.size() + 1;
    }

    /**
     * @param found up to {@link #limit} items
     * @param key of an item, for {@link #after}
     * @param total asked on the first page only
     */
    public <T> LinkedPage<T> page(List<T> found, Function<? super T, String> key, Supplier<Total> total) {
        List<T> shown = shown(found);
        return found.size() > shown.size()
                ? pageUpTo(key.apply(shown.getLast()), shown, total)
                : lastPage(shown, total);
    }

    /**
     * Of a list of which each call looks at a part only: a page may hold fewer items than its size, and go on.
     *
     * @param key of an item, for {@link #after}
     * @param most how far the list is counted
     */
    public <T> LinkedPage<T> page(Look<T> look, Function<? super T, String> key, int most) {
        List<T> shown = shown(look.found());
        Supplier<Total> total =
                () -> new Total(Math.min(look.matching(), most), look.reached() == null && look.matching() <= most);
        if (look.found().size() > shown.size()) {
            return pageUpTo(key.apply(shown.getLast()), shown, total);
        }
        return look.reached() == null ? lastPage(shown, total) : pageUpTo(look.reached(), shown, total);
    }

    /** Those of {@link #limit} that are for this page. */
    public <T> List<T> shown(List<T> found) {
        return found.stream().limit(query.size()).toList();
    }

    /** A page that the list goes on behind. */
    public <T> LinkedPage<T> pageUpTo(String after, List<T> shown, Supplier<Total> total) {
        ListPosition here = here(total);
        ListPosition there = new ListPosition(after, here.page() + 1, here.totalItems(), here.totalIsExact());
        return linked(here, shown, query.text(cursors.write(scope, there)));
    }

    public <T> LinkedPage<T> lastPage(List<T> shown, Supplier<Total> total) {
        return linked(here(total), shown, null);
    }

    private ListPosition here(Supplier<Total> total) {
        if (position != null) {
            return position;
        }
        Total counted = total.get();
        return new ListPosition("", 1, counted.items(), counted.isExact());
    }

    private <T> LinkedPage<T> linked(ListPosition here, List<T> shown, @Nullable String next) {
        var place = ItemPage.Place.of(here.page(), query.size(), here.totalItems(), here.totalIsExact());
        return new LinkedPage<>(
                new ItemPage<>(shown, place, null, next), new PageLinks(query.text(), null, next, null));
    }
}
