package wallethub.operation;

/**
 * What a cursor remembers of a list between two pages.
 *
 * @param after the key of the last item that was given or looked at; the next page begins behind it
 * @param page the number of the next page
 * @param totalItems as it was counted for the first page
 */
public record ListPosition(String after, long page, long totalItems, boolean totalIsExact) {

    String text() {
        return page + "." + totalItems + "." + (totalIsExact ? "=" : "+") + "." + after;
    }

    /** What {@link #text} wrote. */
    static ListPosition of(String text) {
        String[] parts = text.split("\\.", 4);
        return new ListPosition(parts[3], Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2].equals("="));
    }
}
