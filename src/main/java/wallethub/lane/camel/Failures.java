package wallethub.lane.camel;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import wallethub.mapping.MappingException;

/** Names what went wrong by the type of the exception: connect, dns, tls, timeout, reset, or the mapping's own code. */
final class Failures {

    private Failures() {}

    /** Our own database: no fault of the delivery, and no attempt of its. */
    static boolean isOurs(Throwable failure) {
        return caused(failure, TransientDataAccessException.class) != null
                || caused(failure, RecoverableDataAccessException.class) != null
                || caused(failure, CannotGetJdbcConnectionException.class) != null
                || caused(failure, CannotCreateTransactionException.class) != null
                || caused(failure, TransactionSystemException.class) != null;
    }

    static String named(Throwable failure) {
        for (Throwable cause : chain(failure)) {
            String name = nameOf(cause);
            if (name != null) {
                return name;
            }
        }
        return "internal";
    }

    /** Nothing was sent in the first three; in the last two it may have been. Kafka's client has types of its own. */
    private static @Nullable String nameOf(Throwable cause) {
        return switch (cause) {
            case MappingException refused -> refused.code();
            case UnknownHostException dns -> "dns";
            case SSLException tls -> "tls";
            case ConnectTimeoutException connect -> "connect";
            case ConnectionRequestTimeoutException pool -> "connect";
            case HttpConnectTimeoutException connect -> "connect";
            case ConnectException connect -> "connect";
            case NoRouteToHostException route -> "connect";
            case SocketTimeoutException timeout -> "timeout";
            case HttpTimeoutException timeout -> "timeout";
            case ExchangeTimedOutException timeout -> "timeout";
            case TimeoutException timeout -> "timeout";
            case NoHttpResponseException dropped -> "reset";
            case ConnectionClosedException dropped -> "reset";
            case EOFException dropped -> "reset";
            case SocketException dropped -> "reset";
            case RetriableException broker -> "timeout";
            case AuthenticationException broker -> "connect";
            case AuthorizationException broker -> "connect";
            case OutOfOrderSequenceException broker -> "reset";
            default -> null;
        };
    }

    static String described(Throwable failure) {
        String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    static <T extends Throwable> @Nullable T caused(Throwable failure, Class<T> type) {
        for (Throwable cause : chain(failure)) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static Set<Throwable> chain(Throwable failure) {
        Set<Throwable> causes = new LinkedHashSet<>();
        for (@Nullable Throwable cause = failure; cause != null && causes.add(cause); cause = cause.getCause()) {
            // The set ends a chain that bites its tail.
        }
        return causes;
    }
}
