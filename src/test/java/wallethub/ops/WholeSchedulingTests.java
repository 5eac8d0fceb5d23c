package wallethub.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobPersistenceException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.autoconfigure.quartz.QuartzAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.testing.TestDatabase;

/** Instances that start at the same moment schedule the same jobs: each sees what another writes whole or not at all. */
class WholeSchedulingTests {

    private static ConfigurableApplicationContext context;
    private static Scheduler scheduler;
    private static JdbcClient behind;

    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        QuartzAutoConfiguration.class
    })
    @Import(WholeScheduling.class)
    static class Parts {}

    static class NoWork implements Job {
        @Override
        public void execute(JobExecutionContext run) {}
    }

    @BeforeAll
    static void start() {
        context = new SpringApplicationBuilder(Parts.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.datasource.url=" + TestDatabase.freshUrl(),
                        "--spring.datasource.username=hub_app",
                        "--spring.quartz.auto-startup=false",
                        "--logging.structured.format.console=");
        scheduler = context.getBean(Scheduler.class);
        behind = JdbcClient.create(TestDatabase.asOwner(context.getBean(DataSource.class)));
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @Test
    void aJobIsThereWithItsTrigger() throws SchedulerException {
        scheduler.scheduleJob(job("whole"), trigger("whole"));
        assertThat(jobs("whole")).isEqualTo(1);
        assertThat(scheduler.getTrigger(trigger("whole").getKey())).isNotNull();
    }

    @Test
    void aJobWhoseTriggerIsRefusedIsNotThereEither() {
        behind.sql("alter table qrtz_triggers add constraint refused check (trigger_name <> 'torn')")
                .update();
        assertThatThrownBy(() -> scheduler.scheduleJob(job("torn"), trigger("torn")))
                .isInstanceOf(JobPersistenceException.class);
        assertThat(jobs("torn")).isZero();
    }

    private static JobDetail job(String name) {
        return JobBuilder.newJob(NoWork.class).withIdentity(name, "test").build();
    }

    private static Trigger trigger(String name) {
        return TriggerBuilder.newTrigger()
                .withIdentity(name, "test")
                .withSchedule(SimpleScheduleBuilder.repeatHourlyForever())
                .build();
    }

    private static int jobs(String name) {
        return behind.sql("select count(*) from qrtz_job_details where job_name = :name")
                .param("name", name)
                .query(Integer.class)
                .single();
    }
}
