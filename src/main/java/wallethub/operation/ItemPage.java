package wallethub.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, as every list of the API answers it.
 *
 * @param asOf for a list that counts down numbers: the number it counts from
 * @param next where the list goes on, a query to put behind its path; absent on the last page
 */
public record ItemPage<T>(
        List<T> items,
        Place page,
        @Nullable Long asOf,
        @Nullable String next) {

    public ItemPage {
        items = List.copyOf(items);
    }

    /**
     * Where a page stands in its list.
     *
     * @param totalIsExact false when counting stopped: there are at least so many
     * @param totalPages absent when the total is not exact
     */
    public record Place(
            long number,
            int size,
            long totalItems,
            boolean totalIsExact,
            @Nullable Long totalPages) {

        public static Place of(long number, int size, long totalItems, boolean totalIsExact) {
            Long pages = totalIsExact ? Math.ceilDiv(totalItems, (long) size) : null;
            return new Place(number, size, totalItems, totalIsExact, pages);
        }
    }
}
