package wallethub.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Clients that come at the same moment; what each of them got, in their order. */
public final class AtOnce {

    private AtOnce() {}

    /** Each on a virtual thread of its own. */
    public static <T> List<T> run(int clients, IntFunction<T> client) {
        return run(Executors.newVirtualThreadPerTaskExecutor(), clients, client);
    }

    /** Only so many of them at a time, on threads of the machine. */
    public static <T> List<T> runOn(int threads, int clients, IntFunction<T> client) {
        return run(Executors.newFixedThreadPool(threads), clients, client);
    }

    private static <T> List<T> run(ExecutorService executor, int clients, IntFunction<T> client) {
        try (executor) {
            List<Callable<T>> calls = IntStream.range(0, clients)
                    .mapToObj(n -> (Callable<T>) () -> client.apply(n))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> done : executor.invokeAll(calls, 2, TimeUnit.MINUTES)) {
                results.add(done.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
