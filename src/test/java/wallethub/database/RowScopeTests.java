package wallethub.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static wallethub.database.RowSecurityFixture.ANN;
import static wallethub.database.RowSecurityFixture.BOB;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Types;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import wallethub.id.CustomerId;
import wallethub.testing.AtOnce;

/** How a scope reaches the database: with the first statement of each transaction, and gone with the last. */
class RowScopeTests {

    private static final RowSecurityFixture FIXTURE = new RowSecurityFixture();
    private static final String WHO = "select coalesce(min(customer_id), '') from ledger_wallet";
    private static final String SET = "select coalesce(current_setting('hub.customer', true), '')"
            + " || '/' || coalesce(current_setting('hub.scope', true), '')";

    @AfterAll
    static void close() {
        FIXTURE.close();
    }

    private static String who() {
        return FIXTURE.jdbc.sql(WHO).query(String.class).single();
    }

    private static String set() {
        return FIXTURE.jdbc.sql(SET).query(String.class).single();
    }

    @Test
    void aStatementOutsideOfATransactionHasItsScopeToo() {
        assertThat(RowScope.of(ANN).call(RowScopeTests::who)).isEqualTo(ANN.text());
        assertThat(RowScope.of(BOB).call(RowScopeTests::who)).isEqualTo(BOB.text());
        assertThat(who()).isEmpty();
        assertThat(set()).isEqualTo("/");
    }

    @Test
    void aScopeWithinAScopeHoldsUntilItEndsAlsoWithinOneTransaction() {
        String seen = FIXTURE.inTransaction(RowScope.of(ANN), () -> {
            String first = who();
            String all = RowScope.system().call(RowScopeTests::set);
            String second = RowScope.of(BOB).call(RowScopeTests::who);
            String none = RowScope.none().call(RowScopeTests::who);
            return String.join(",", first, all, second, none, who());
        });
        assertThat(seen).isEqualTo(String.join(",", ANN.text(), "/system", BOB.text(), "", ANN.text()));
    }

    @Test
    void aTransactionThatOutlivesTheScopeItBeganInLosesIt() {
        String seen = FIXTURE.inTransaction(() -> RowScope.of(ANN).call(RowScopeTests::who) + who());
        assertThat(seen).isEqualTo(ANN.text());
    }

    @Test
    void aSavepointThatIsGivenUpTakesNoScopeWithIt() throws Exception {
        String seen = RowScope.of(ANN).call(() -> {
            try (var connection = FIXTURE.database.getConnection()) {
                connection.setAutoCommit(false);
                var savepoint = connection.setSavepoint();
                String before = first(connection.prepareStatement(WHO).executeQuery());
                connection.rollback(savepoint);
                String after = first(connection.prepareStatement(WHO).executeQuery());
                connection.rollback();
                return before + "," + after;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(seen).isEqualTo(ANN + "," + ANN);
    }

    /** The driver describes such a statement before it runs it, and then does not send it together with the scope. */
    @Test
    void aParameterWithoutATypeChangesNothingHoweverOftenItRuns() {
        for (int i = 0; i < 20; i++) {
            String seen = RowScope.of(ANN)
                    .call(() -> FIXTURE.jdbc
                            .sql(WHO + " where cast(:nothing as timestamptz) is null and customer_id <> :other")
                            .param("nothing", null, Types.NULL)
                            .param("other", "x")
                            .query(String.class)
                            .single());
            assertThat(seen).isEqualTo(ANN.text());
        }
    }

    @Test
    void changesSayHowManyRowsTheyChanged() {
        int changed = FIXTURE.inTransaction(
                RowScope.of(ANN),
                () -> FIXTURE.jdbc
                        .sql("update ledger_wallet set frozen = :no")
                        .param("no", false)
                        .update());
        assertThat(changed).isEqualTo(1);
        assertThat(RowScope.system()
                        .call(() -> FIXTURE.jdbc
                                .sql("update ledger_wallet set frozen = false")
                                .update()))
                .isEqualTo(2);
    }

    @Test
    void whatCannotCarryTheScopeIsRefusedRatherThanRunWithoutIt() {
        assertThatThrownBy(() -> RowScope.of(ANN).call(() -> {
                    try (var connection = FIXTURE.database.getConnection()) {
                        return connection.createStatement();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .hasCauseInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> RowScope.of(ANN).call(() -> {
                    try (var connection = FIXTURE.database.getConnection();
                            var statement = connection.prepareStatement("select 1")) {
                        statement.addBatch();
                        return 0;
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .hasCauseInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void aFailedStatementLeavesNothingBehind() {
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> RowScope.of(ANN)
                            .run(() -> FIXTURE.jdbc.sql("select 1 / 0").query().singleValue()))
                    .isInstanceOf(DataAccessException.class);
            assertThatThrownBy(() -> FIXTURE.inTransaction(
                            RowScope.of(ANN),
                            () -> FIXTURE.jdbc.sql("select 1 / 0").query().singleValue()))
                    .isInstanceOf(DataAccessException.class);
            assertThat(set()).isEqualTo("/");
            assertThat(RowScope.of(BOB).call(RowScopeTests::who)).isEqualTo(BOB.text());
        }
    }

    /** 200 customers' transactions in turn over four connections; some fail, some are given up, some have no scope. */
    @Test
    void aPooledConnectionHasNothingOfItsLastUser() {
        long seed = new Random().nextLong();
        int[] ways = new Random(seed).ints(200, 0, 6).toArray();
        assertThat(AtOnce.run(ways.length, n -> visit(n % 2 == 0 ? ANN : BOB, ways[n])))
                .as("seed %s", seed)
                .containsOnly("own");
    }

    private static String visit(CustomerId customer, int way) {
        return switch (way) {
            case 0 -> own(customer, RowScope.of(customer).call(RowScopeTests::who));
            case 1 -> own(customer, FIXTURE.inTransaction(RowScope.of(customer), RowScopeTests::who));
            case 2 -> {
                // Sees the settings themselves too: they are empty before anybody sets them.
                yield set().equals("/") && who().isEmpty() ? "own" : "left behind";
            }
            case 3 -> {
                assertThatThrownBy(() -> FIXTURE.inTransaction(RowScope.of(customer), () -> {
                            assertThat(who()).isEqualTo(customer.text());
                            return FIXTURE.jdbc.sql("select 1 / 0").query().singleValue();
                        }))
                        .isInstanceOf(DataAccessException.class);
                yield "own";
            }
            case 4 -> {
                assertThatThrownBy(() -> FIXTURE.inTransaction(RowScope.of(customer), () -> {
                            assertThat(who()).isEqualTo(customer.text());
                            throw new IllegalStateException("given up");
                        }))
                        .hasMessage("given up");
                yield "own";
            }
            default -> RowScope.system().call(RowScopeTests::set).equals("/system") ? "own" : "not all";
        };
    }

    private static String own(CustomerId customer, String seen) {
        return seen.equals(customer.text()) ? "own" : "saw " + seen;
    }

    private static String first(ResultSet rows) throws SQLException {
        rows.next();
        return rows.getString(1);
    }
}
