package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.id.CustomerId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

class CallerSourceTests {

    private static final String ADDRESS = "127.0.0.1";
    private static final Caller SOMEBODY = Caller.customer(CustomerId.next(), CustomerPermission.ALL);
    private static final CallerSource SOURCE = new CallerSource(CallerSourceTests::onlyGood);

    /** Takes one token, and nothing that is nearly it. */
    private static Caller onlyGood(String token, String address) {
        if (token.equals("good") && address.equals(ADDRESS)) {
            return SOMEBODY;
        }
        throw new ProblemException(ErrorCode.AUTH_REQUIRED, "the credentials are not valid");
    }

    private static Caller resolved(Map<String, String> headers) {
        return SOURCE.resolve(headers::get, ADDRESS);
    }

    @Test
    void isNobodyWithoutCredentials() {
        assertThat(resolved(Map.of())).isEqualTo(Caller.anonymous(ADDRESS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer good", "bearer good", "BEARER  good "})
    void isWhomTheTokenStandsFor(String authorization) {
        assertThat(resolved(Map.of("Authorization", authorization))).isEqualTo(SOMEBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "good", "Bearergood", "Bearer", "Bearer ", "Bearer bad", "Basic good", "Bearer Bearer good"})
    void refusesEverythingElseAlike(String authorization) {
        assertThatThrownBy(() -> resolved(Map.of("Authorization", authorization)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.AUTH_REQUIRED);
                    assertThat(e.problem().detail()).isEqualTo("the credentials are not valid");
                });
    }

    @Test
    void believesNoHeaderThatNamesACustomer() {
        String other = CustomerId.next().text();
        assertThat(resolved(Map.of("Authorization", "Bearer good", "Hub-Customer", other)))
                .isEqualTo(SOMEBODY);
        assertThat(resolved(Map.of("Hub-Customer", other))).isEqualTo(Caller.anonymous(ADDRESS));
    }
}
