package wallethub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.problem.ErrorCode;
import wallethub.problem.ProblemException;

class CallerSourceTests {

    private static final String ADDRESS = "127.0.0.1";
    private static final Caller SOMEBODY = Caller.customer(CustomerId.next(), CustomerPermission.ALL);
    private static final Caller CLERK = Caller.staff(StaffId.next(), null, Set.of("staff.self"), ADDRESS);
    private static final CallerSource SOURCE = new CallerSource(
            List.of(new OnlyOne("/api/some/", "good", SOMEBODY), new OnlyOne("/api/staff/", "work", CLERK)));

    /** Takes one token, and nothing that is nearly it. */
    private record OnlyOne(String paths, String token, Caller caller) implements BearerTokens {

        @Override
        public Caller resolve(String asked, String address) {
            if (asked.equals(token) && address.equals(ADDRESS)) {
                return caller;
            }
            throw new ProblemException(ErrorCode.AUTH_REQUIRED, "the credentials are not valid");
        }
    }

    private static Caller resolved(Map<String, String> headers) {
        return SOURCE.resolve("/api/some/v1/thing", headers::get, ADDRESS);
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
    void takesATokenOnThePathsOfItsAudienceOnly() {
        Map<String, String> staff = Map.of("Authorization", "Bearer work");
        assertThat(SOURCE.resolve("/api/staff/v1/me", staff::get, ADDRESS)).isEqualTo(CLERK);
        for (String path : List.of("/api/some/v1/me", "/api/staffed/v1/me", "/api/store/v1/me", "/")) {
            assertThatThrownBy(() -> SOURCE.resolve(path, staff::get, ADDRESS))
                    .isInstanceOfSatisfying(
                            ProblemException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.AUTH_REQUIRED));
        }
    }

    @Test
    void believesNoHeaderThatNamesACustomer() {
        String other = CustomerId.next().text();
        assertThat(resolved(Map.of("Authorization", "Bearer good", "Hub-Customer", other)))
                .isEqualTo(SOMEBODY);
        assertThat(resolved(Map.of("Hub-Customer", other))).isEqualTo(Caller.anonymous(ADDRESS));
    }
}
