package wallethub.ops;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.BearerTokens;
import wallethub.access.Caller;
import wallethub.access.CustomerPermission;
import wallethub.access.StaffPermission;
import wallethub.id.RechargeId;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.operation.TransactionHandler;
import wallethub.problem.ErrorCode;

/** Operations of the tests: each effect is a row of {@code test_note}. */
@TestConfiguration(proxyBeanMethods = false)
class NoteOperations {

    record NewNote(
            Money amount,
            String text,
            @Nullable Integer count,
            @Nullable List<String> tags) {}

    record Note(RechargeId id, Money amount, String text) {}

    sealed interface NoteOutcome {
        record Made(Note note) implements NoteOutcome {}

        record Refused(ErrorCode code) implements NoteOutcome {}
    }

    /** What the outside of {@code call-out} does. */
    static final class Outside {
        final AtomicInteger calls = new AtomicInteger();
        final AtomicReference<@Nullable Runnable> during = new AtomicReference<>();
    }

    /** The customers' tokens are good for notes too. */
    @Bean
    BearerTokens noteTokens(@Qualifier("accessTokens") BearerTokens customers) {
        return new BearerTokens() {
            @Override
            public String paths() {
                return "/api/notes/";
            }

            @Override
            public Caller resolve(String token, String address) {
                return customers.resolve(token, address);
            }
        };
    }

    @Bean
    Outside outside() {
        return new Outside();
    }

    @Bean
    TransactionHandler<NewNote, NoteOutcome> makeNote(JdbcClient jdbc) {
        return new TransactionHandler<>() {
            @Override
            public String name() {
                return "make-note";
            }

            @Override
            public Class<NewNote> command() {
                return NewNote.class;
            }

            @Override
            public CallerRule callers() {
                return new CallerRule.Holder(CustomerPermission.RECHARGE_CREATE);
            }

            @Override
            public boolean keyed() {
                return true;
            }

            @Override
            public NoteOutcome handle(NewNote command, Caller caller) {
                Note note = new Note(RechargeId.next(), command.amount(), command.text());
                insert(jdbc, note);
                return command.text().equals("refuse me")
                        ? new NoteOutcome.Refused(ErrorCode.STATE_CONFLICT)
                        : new NoteOutcome.Made(note);
            }

            @Override
            public Answer answer(NoteOutcome outcome) {
                return answered(outcome);
            }
        };
    }

    @Bean
    CallingHandler<NewNote, Note, String, NoteOutcome> callOut(JdbcClient jdbc, Outside outside) {
        return new CallingHandler<>() {
            @Override
            public String name() {
                return "call-out";
            }

            @Override
            public Class<NewNote> command() {
                return NewNote.class;
            }

            @Override
            public CallerRule callers() {
                return new CallerRule.Holder(CustomerPermission.RECHARGE_CREATE);
            }

            @Override
            public boolean keyed() {
                return true;
            }

            @Override
            public Class<Note> prepared() {
                return Note.class;
            }

            @Override
            public Preparation<Note, NoteOutcome> prepare(NewNote command, Caller caller) {
                return new Preparation.Call<>(new Note(RechargeId.next(), command.amount(), command.text()));
            }

            @Override
            public String call(Note prepared) {
                outside.calls.incrementAndGet();
                Runnable during = outside.during.get();
                if (during != null) {
                    during.run();
                }
                return "called";
            }

            @Override
            public NoteOutcome finish(Note prepared, String result, Caller caller) {
                insert(jdbc, prepared);
                return new NoteOutcome.Made(prepared);
            }

            @Override
            public Answer answer(NoteOutcome outcome) {
                return answered(outcome);
            }
        };
    }

    record ReadNote(RechargeId id, int limit) {}

    @Bean
    TransactionHandler<ReadNote, ReadNote> readNote() {
        return new Plain<>("read-note", ReadNote.class, new CallerRule.Holder(CustomerPermission.RECHARGE_VIEW));
    }

    record Nothing() {}

    @Bean
    TransactionHandler<Nothing, Nothing> staffOnly() {
        return new Plain<>("staff-only", Nothing.class, new CallerRule.Staff(StaffPermission.AUDIT_READ));
    }

    @Bean
    TransactionHandler<Nothing, Nothing> openDoor() {
        return new Plain<>("open-door", Nothing.class, new CallerRule.Public());
    }

    /** Answers its command. */
    record Plain<C>(String name, Class<C> command, CallerRule callers) implements TransactionHandler<C, C> {
        @Override
        public C handle(C command, Caller caller) {
            return command;
        }

        @Override
        public Answer answer(C outcome) {
            return Answer.ok(outcome);
        }
    }

    private static void insert(JdbcClient jdbc, Note note) {
        jdbc.sql("insert into test_note (id, amount, text) values (:id, :amount, :text)")
                .param("id", note.id().text())
                .param("amount", note.amount().toString())
                .param("text", note.text())
                .update();
    }

    private static Answer answered(NoteOutcome outcome) {
        return switch (outcome) {
            case NoteOutcome.Made made ->
                Answer.created(made.note(), "/api/notes/v1/notes/" + made.note().id());
            case NoteOutcome.Refused refused -> Answer.refused(refused.code(), "the note refuses");
        };
    }
}
