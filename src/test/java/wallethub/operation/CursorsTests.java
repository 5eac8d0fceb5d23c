package wallethub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.operation.Cursors.Scope;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;
import wallethub.testing.TestDatabase;

class CursorsTests {

    private static final Caller CALLER = Caller.customer(CustomerId.next(), Set.of());
    private static final Scope SCOPE = new Scope("list-things", CALLER, "?kind=a");
    private static final ListPosition POSITION = new ListPosition("trf_1.2", 3, 1000, false);

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final Cursors cursors = new Cursors(jdbc);

    @Test
    void everyInstanceReadsWhatOneWrote() {
        assertThat(new Cursors(jdbc).read(SCOPE, cursors.write(SCOPE, POSITION)))
                .isEqualTo(POSITION);
    }

    @Test
    void isGoodForOneCallerOneListAndOneFilterOnly() {
        String cursor = cursors.write(SCOPE, POSITION);
        Caller other = Caller.customer(CustomerId.next(), Set.of());
        for (Scope scope : List.of(
                new Scope("list-things", other, "?kind=a"),
                new Scope("list-others", CALLER, "?kind=a"),
                new Scope("list-things", CALLER, "?kind=b"),
                new Scope("list-things", CALLER, ""))) {
            assertRefused(scope, cursor);
        }
    }

    @Test
    void refusesACursorWithAnyBitChanged() {
        byte[] cursor = Base64.getUrlDecoder().decode(cursors.write(SCOPE, POSITION));
        for (int bit = 0; bit < cursor.length * 8; bit++) {
            byte[] changed = cursor.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(SCOPE, Base64.getUrlEncoder().withoutPadding().encodeToString(changed));
        }
    }

    @Test
    void refusesWhatIsNoCursor() {
        String cursor = cursors.write(SCOPE, POSITION);
        for (String text : List.of("", "x", "!", "====", "A".repeat(22), cursor + "A", cursor.substring(1), "\u0661")) {
            assertRefused(SCOPE, text);
        }
    }

    @Test
    void anotherInstallationsCursorIsNone() {
        // Every copy of the tests' database has the key that its template was migrated with.
        String elsewhere = new Cursors(JdbcClient.create(TestDatabase.fresh())).write(SCOPE, POSITION);
        JdbcClient.create(TestDatabase.behind(database))
                .sql("update operation_cursor_key set key = sha256(key)")
                .update();
        assertRefused(SCOPE, elsewhere);
    }

    private void assertRefused(Scope scope, String cursor) {
        assertThatThrownBy(() -> cursors.read(scope, cursor))
                .as(cursor)
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.VALIDATION_FAILED);
                    assertThat(e.problem().errors())
                            .singleElement()
                            .satisfies(error -> assertThat(error.pointer()).isEqualTo("query/cursor"));
                });
    }
}
