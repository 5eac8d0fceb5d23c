package wallethub.ops;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * Gives each change of the schedule a transaction.
 *
 * <p>Without one Spring's job store writes statement by statement, and gives up its lock between them: of two instances that
 * start at the same moment one finds a job that has no trigger yet, and does not start.
 */
@Component
class WholeScheduling implements BeanPostProcessor {

    // Starting and stopping are none: they make threads and wait for them.
    private static final Set<String> CHANGES = Set.of(
            "scheduleJob",
            "scheduleJobs",
            "rescheduleJob",
            "unscheduleJob",
            "unscheduleJobs",
            "addJob",
            "deleteJob",
            "deleteJobs",
            "pauseJob",
            "pauseTrigger",
            "resumeJob",
            "resumeTrigger",
            "triggerJob");

    private final ObjectProvider<PlatformTransactionManager> transactions;

    WholeScheduling(ObjectProvider<PlatformTransactionManager> transactions) {
        this.transactions = transactions;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof Scheduler scheduler)) {
            return bean;
        }
        return Proxy.newProxyInstance(
                Scheduler.class.getClassLoader(),
                new Class<?>[] {Scheduler.class},
                (proxy, method, arguments) -> CHANGES.contains(method.getName())
                        ? inTransaction(scheduler, method, arguments)
                        : call(scheduler, method, arguments));
    }

    private @Nullable Object inTransaction(Scheduler scheduler, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        PlatformTransactionManager manager = transactions.getObject();
        TransactionStatus transaction = manager.getTransaction(new DefaultTransactionDefinition());
        Object answer;
        try {
            answer = call(scheduler, method, arguments);
        } catch (Throwable e) {
            manager.rollback(transaction);
            throw e;
        }
        manager.commit(transaction);
        return answer;
    }

    private static @Nullable Object call(Scheduler scheduler, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(scheduler, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
