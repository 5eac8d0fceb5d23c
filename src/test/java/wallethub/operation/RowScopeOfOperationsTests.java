package wallethub.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import wallethub.access.Caller;
import wallethub.database.RowScope;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.testing.TestDatabase;

/** An operation that forgets to ask whose rows it reads gets the caller's, in each of its transactions. */
class RowScopeOfOperationsTests {

    private static final CustomerId ANN = CustomerId.next();
    private static final CustomerId BOB = CustomerId.next();
    private static final AnnotationConfigApplicationContext CONTEXT = new AnnotationConfigApplicationContext();

    private static JdbcClient jdbc;
    private static OperationRunner runner;

    @BeforeAll
    static void twoWallets() {
        DataSource plain = TestDatabase.fresh();
        CONTEXT.registerBean(Clock.class, Clock::systemUTC);
        CONTEXT.registerBean(DataSource.class, () -> TestDatabase.withoutScope(plain));
        CONTEXT.registerBean(JdbcClient.class, () -> JdbcClient.create(CONTEXT.getBean(DataSource.class)));
        CONTEXT.scan("wallethub.database");
        CONTEXT.refresh();
        jdbc = CONTEXT.getBean(JdbcClient.class);
        PlatformTransactionManager transactions = new JdbcTransactionManager(CONTEXT.getBean(DataSource.class));
        OperationSettings settings = new OperationSettings(Duration.ofSeconds(60), Duration.ofDays(7), 4, 100);
        runner = new OperationRunner(
                new OperationTransactions(transactions, settings),
                new OperationKeys(new OperationKeyStore(jdbc), settings, Clock.systemUTC()),
                settings);
        for (CustomerId customer : List.of(ANN, BOB)) {
            JdbcClient.create(TestDatabase.behind(plain))
                    .sql(
                            "insert into ledger_wallet (id, customer_id, currency, opened_at) values (:id, :id, 'KWD', now())")
                    .param("id", customer.text())
                    .update();
        }
    }

    @AfterAll
    static void close() {
        CONTEXT.close();
    }

    record Anything() {}

    private static List<String> allWallets() {
        return jdbc.sql("select customer_id from ledger_wallet order by 1")
                .query(String.class)
                .list();
    }

    /** Without any condition on the customer. */
    private static class ForgetfulHandler implements TransactionHandler<Anything, List<String>> {

        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public Class<Anything> command() {
            return Anything.class;
        }

        @Override
        public CallerRule callers() {
            return new CallerRule.Public();
        }

        @Override
        public List<String> handle(Anything command, Caller caller) {
            return allWallets();
        }

        @Override
        public Answer answer(List<String> outcome) {
            return Answer.ok(outcome);
        }
    }

    /** Looks in both of its transactions, and in between, where there is none. */
    private static final class ForgetfulCallingHandler
            implements CallingHandler<Anything, Anything, List<String>, List<List<String>>> {

        private List<String> prepared = List.of();

        @Override
        public String name() {
            return "forgetful-calling";
        }

        @Override
        public Class<Anything> command() {
            return Anything.class;
        }

        @Override
        public Class<Anything> prepared() {
            return Anything.class;
        }

        @Override
        public CallerRule callers() {
            return new CallerRule.Public();
        }

        @Override
        public Preparation<Anything, List<List<String>>> prepare(Anything command, Caller caller) {
            prepared = allWallets();
            return new Preparation.Call<>(command);
        }

        @Override
        public List<String> call(Anything command) {
            return allWallets();
        }

        @Override
        public List<List<String>> finish(Anything command, List<String> result, Caller caller) {
            return List.of(prepared, result, allWallets());
        }

        @Override
        public Answer answer(List<List<String>> outcome) {
            return Answer.ok(outcome);
        }
    }

    @Test
    void aHandlerThatForgetsItsConditionFindsOnlyTheCallersRows() {
        assertThat(run(new ForgetfulHandler(), customer(ANN))).isEqualTo(List.of(ANN.text()));
        assertThat(run(new ForgetfulHandler(), customer(BOB))).isEqualTo(List.of(BOB.text()));
        assertThat(run(new ForgetfulHandler(), customer(CustomerId.next()))).isEqualTo(List.of());
    }

    @Test
    void eachStepOfAHandlerThatCallsOutIsInTheCallersScope() {
        assertThat(run(new ForgetfulCallingHandler(), customer(BOB)))
                .isEqualTo(List.of(List.of(BOB.text()), List.of(BOB.text()), List.of(BOB.text())));
    }

    @Test
    void nobodyInParticularFindsNothingUnlessTheOperationSaysSo() {
        assertThat(run(new ForgetfulHandler(), Caller.anonymous())).isEqualTo(List.of());
        var open = new ForgetfulHandler() {
            @Override
            public RowScope scope(Caller caller) {
                return RowScope.system();
            }
        };
        assertThat(run(open, Caller.anonymous()))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void aLaneOrScheduleFindsAll() {
        assertThat(run(new ForgetfulHandler(), Caller.system("payments-apply")))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    @Test
    void staffWhomAnOperationLetsInSeeAllCustomers() {
        Caller staff = Caller.staff(StaffId.next(), null, Set.of(), null);
        assertThat(run(new ForgetfulHandler(), staff))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    /** Commands that go together are the hub's own; a customer's goes alone, or it would see with its neighbour's eyes. */
    @Test
    void aCustomersCommandIsNeverPartOfABatch() {
        var many = new ForgetfulBatchHandler();
        assertThat(run(many, customer(ANN))).isEqualTo(List.of(ANN.text()));
        assertThat(run(many, Caller.anonymous())).isEqualTo(List.of());
        assertThat(run(many, Caller.system("payments-apply")))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
    }

    private static final class ForgetfulBatchHandler extends ForgetfulHandler
            implements BatchHandler<Anything, List<String>> {

        @Override
        public List<List<String>> handle(List<Batched<Anything>> commands) {
            return commands.stream().map(command -> allWallets()).toList();
        }
    }

    @Test
    void theScopeEndsWithTheOperation() {
        run(new ForgetfulHandler(), Caller.system("payments-apply"));
        assertThat(allWallets()).isEmpty();
    }

    private static Caller customer(CustomerId customer) {
        return Caller.customer(customer, Set.of());
    }

    private static Object run(Handler<Anything, ?> handler, Caller caller) {
        Ran ran = runner.run(handler, new Anything(), caller, null);
        assertThat(ran).isInstanceOf(Ran.Fresh.class);
        Answer answer = ((Ran.Fresh) ran).answer();
        assertThat(answer).isInstanceOf(Answer.Document.class);
        Object body = ((Answer.Document) answer).body();
        return body == null ? Map.of() : body;
    }
}
