package wallethub.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import wallethub.crash.CrashPoint;

/** Another JVM with the classes of the tests, which ends at a crash point or at its end. */
public final class OtherProcess {

    /** The exit code of a process that a crash point ended. */
    public static final int KILLED = 137;

    private OtherProcess() {}

    /** @return its exit code */
    public static int run(Class<?> main, CrashPoint crashAt, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-Dspring.profiles.active=crash-test",
                "-Dhub.crash.at=" + crashAt,
                "-D" + LoginKeys.AUDIT_KEY_PROPERTY + "=" + LoginKeys.AUDIT_KEY,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError(main.getSimpleName() + " did not end");
        }
        return process.exitValue();
    }
}
