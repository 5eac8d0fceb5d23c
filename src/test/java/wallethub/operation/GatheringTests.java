package wallethub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import wallethub.access.Caller;
import wallethub.lane.Origin;
import wallethub.mapping.Outcome;
import wallethub.problem.ErrorCode;
import wallethub.testing.TestDatabase;

class GatheringTests {

    private static final Caller CALLER = Caller.system("some-route");
    private static final int COMMANDS = 500;

    private final DataSource database = TestDatabase.fresh();
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final OperationTransactions transactions = new OperationTransactions(
            new DataSourceTransactionManager(database),
            new OperationSettings(Duration.ofSeconds(60), Duration.ofDays(7), 4, 100));
    private final Notes notes = new Notes(jdbc);
    private final Gathering<Note, String> gathering = new Gathering<>(notes, transactions, this::alone, 100);

    record Note(int number, String text) {}

    GatheringTests() {
        JdbcClient behind = JdbcClient.create(TestDatabase.behind(database));
        behind.sql("create table note (number int primary key, text text not null)")
                .update();
        behind.sql("grant all on note to hub_app").update();
    }

    @Test
    void everyCommandGetsItsOwnOutcomeAndMostGoTogether() throws Exception {
        List<Future<Answer>> answers = all(n -> new Note(n, "fine"));
        for (int n = 0; n < COMMANDS; n++) {
            assertThat(answers.get(n).get()).isEqualTo(Answer.settled(Outcome.SUCCESS, "NOTED", "note " + n));
        }
        assertThat(stored()).isEqualTo(COMMANDS);
        assertThat(notes.sizes).hasSizeLessThan(COMMANDS).allMatch(size -> size >= 2 && size <= 100);
    }

    @Test
    void whatFailsFailsAloneAndLeavesNothing() throws Exception {
        List<Future<Answer>> answers = all(n -> new Note(n, n % 50 == 7 ? "fails" : "fine"));
        for (int n = 0; n < COMMANDS; n++) {
            Future<Answer> answer = answers.get(n);
            if (n % 50 == 7) {
                assertThatThrownBy(answer::get)
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(IllegalArgumentException.class);
            } else {
                assertThat(answer.get()).isInstanceOf(Answer.Settled.class);
            }
        }
        assertThat(stored()).isEqualTo(COMMANDS - COMMANDS / 50);
    }

    @Test
    void aRefusalLeavesNothingOfItsOwnAndAllOfTheOthers() throws Exception {
        List<Future<Answer>> answers = all(n -> new Note(n, n % 100 == 3 ? "refused" : "fine"));
        for (int n = 0; n < COMMANDS; n++) {
            assertThat(answers.get(n).get()).isInstanceOf(n % 100 == 3 ? Answer.Refusal.class : Answer.Settled.class);
        }
        assertThat(stored()).isEqualTo(COMMANDS - COMMANDS / 100);
    }

    @Test
    void eachRunsInTheNameOfWhoeverAskedForIt() throws Exception {
        for (Future<Answer> answer : all(n -> new Note(n, "fine"))) {
            answer.get();
        }
        assertThat(notes.origins).hasSize(COMMANDS);
        notes.origins.forEach(
                (number, correlationId) -> assertThat(correlationId).isEqualTo("c-" + number));
    }

    private List<Future<Answer>> all(java.util.function.IntFunction<Note> made) {
        List<Future<Answer>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < COMMANDS; n++) {
                int number = n;
                answers.add(threads.submit(() -> {
                    MDC.put("correlationId", "c-" + number);
                    return gathering.run(made.apply(number), CALLER);
                }));
            }
        }
        return answers;
    }

    private Answer alone(Batched<Note> one) {
        return transactions.run(status -> {
            Answer answer = notes.answer(notes.handle(one.command(), one.caller()));
            if (answer instanceof Answer.Refusal) {
                status.setRollbackOnly();
            }
            return answer;
        });
    }

    private long stored() {
        return jdbc.sql("select count(*) from note").query(Long.class).single();
    }

    /** Notes by number; some fail, some are refused, both after they were written. */
    private static final class Notes implements BatchHandler<Note, String> {

        private final JdbcClient jdbc;
        private final List<Integer> sizes = new CopyOnWriteArrayList<>();
        private final Map<Integer, String> origins = new java.util.concurrent.ConcurrentHashMap<>();

        private Notes(JdbcClient jdbc) {
            this.jdbc = jdbc;
        }

        @Override
        public String name() {
            return "note";
        }

        @Override
        public Class<Note> command() {
            return Note.class;
        }

        @Override
        public CallerRule callers() {
            return new CallerRule.SystemRoute("some-route");
        }

        @Override
        public List<String> handle(List<Batched<Note>> commands) {
            sizes.add(commands.size());
            return commands.stream()
                    .map(each -> each.origin().within(() -> handle(each.command(), each.caller())))
                    .toList();
        }

        @Override
        public String handle(Note note, Caller caller) {
            jdbc.sql("insert into note values (:number, :text)")
                    .param("number", note.number())
                    .param("text", note.text())
                    .update();
            origins.put(note.number(), String.valueOf(Origin.current().fields().get("correlationId")));
            if (note.text().equals("fails")) {
                throw new IllegalArgumentException("note " + note.number());
            }
            return note.text().equals("refused") ? "" : "note " + note.number();
        }

        @Override
        public Answer answer(String outcome) {
            return outcome.isEmpty()
                    ? Answer.refused(ErrorCode.VALIDATION_FAILED, "not this one")
                    : Answer.settled(Outcome.SUCCESS, "NOTED", outcome);
        }
    }
}
