package wallethub.bench;

import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import wallethub.WalletHub;
import wallethub.lane.Assignment;
import wallethub.lane.Attempted;
import wallethub.lane.DeliveryRunner;
import wallethub.lane.Lanes;
import wallethub.mapping.Mapping;
import wallethub.mapping.Outcome;

/**
 * The hub as it is, and in the same process what it is compared with: a bare MVC handler on a port of its own, and a lane
 * whose target does nothing.
 */
public final class BenchHub {

    static final String BARE_PORT = "BENCH_BARE_PORT";
    static final String LANE = "bench";

    private BenchHub() {}

    public static void main(String[] arguments) {
        ConfigurableApplicationContext hub = SpringApplication.run(WalletHub.class, arguments);
        hub.getBean(Lanes.class).open(LANE, new Nothing(), 100).start();
        BareServer.start(hub, Integer.parseInt(System.getenv(BARE_PORT)));
    }

    /** Says yes to everything. */
    private static final class Nothing implements DeliveryRunner {

        @Override
        public List<Attempted> run(List<Assignment> assignments) {
            return assignments.stream()
                    .map(each -> new Attempted(
                            new Mapping.Classification(
                                    Outcome.SUCCESS,
                                    "OK",
                                    null,
                                    null,
                                    null,
                                    null,
                                    each.mapping().deadLetter().onPoison()),
                            null,
                            null,
                            true))
                    .toList();
        }

        @Override
        public Found find(Assignment assignment) {
            return new Found.Absent();
        }

        @Override
        public boolean probe(String route) {
            return true;
        }
    }
}
