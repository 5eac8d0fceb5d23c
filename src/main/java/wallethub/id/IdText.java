package wallethub.id;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;

/** The text form every id shares: its kind, an underscore and a ULID in capitals, as {@code wal_01J…}. */
final class IdText {

    private IdText() {}

    /** A new id; ids of one process sort by the time they were made. */
    static String next(String kind) {
        return kind + "_" + UlidCreator.getMonotonicUlid();
    }

    /** @throws IllegalArgumentException when the text is not an id of that kind */
    static String checked(String kind, String text) {
        if (!isOf(kind, text)) {
            throw new IllegalArgumentException("not an id of kind " + kind);
        }
        return text;
    }

    static boolean isOf(String kind, String text) {
        String ulid = text.startsWith(kind + "_") ? text.substring(kind.length() + 1) : "";
        return ulid.length() == 26
                && Ulid.isValid(ulid)
                && ulid.equals(Ulid.from(ulid).toString());
    }
}
