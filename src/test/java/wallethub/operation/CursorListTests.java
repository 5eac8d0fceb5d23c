package wallethub.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import wallethub.access.Caller;
import wallethub.id.CustomerId;
import wallethub.problem.ProblemException;
import wallethub.testing.TestDatabase;

class CursorListTests {

    private static final Caller CALLER = Caller.customer(CustomerId.next(), Set.of());
    private static final Cursors CURSORS = new Cursors(JdbcClient.create(TestDatabase.fresh()));
    private static final int SIZE = 3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 7, 10})
    void thePagesAreAllItemsOnceAndTheTotalIsCountedOnce(int count) {
        List<Integer> seen = new ArrayList<>();
        int counted = 0;
        String cursor = null;
        for (int page = 1; page == 1 || cursor != null; page++) {
            CursorList list = list("a", cursor);
            int after = list.after().map(Integer::valueOf).orElse(0);
            int[] asked = {0};
            LinkedPage<Integer> found = list.page(
                    IntStream.rangeClosed(after + 1, Math.min(count, after + list.limit()))
                            .boxed()
                            .toList(),
                    String::valueOf,
                    () -> {
                        asked[0]++;
                        return CursorList.Total.upTo(5, count);
                    });
            counted += asked[0];
            seen.addAll(found.page().items());
            assertThat(found.page().page().number()).isEqualTo(page);
            assertThat(found.page().page().totalItems()).isEqualTo(Math.min(count, 5));
            assertThat(found.page().page().totalIsExact()).isEqualTo(count <= 5);
            assertThat(found.links().first()).isEqualTo("?kind=a&size=3");
            cursor = cursor(found);
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, count).boxed().toList());
        assertThat(counted).isOne();
    }

    @Test
    void aCursorOfAnotherFilterOrSizeIsRefused() {
        String cursor =
                cursor(list("a", null).page(List.of(1, 2, 3, 4), String::valueOf, () -> CursorList.Total.upTo(9, 4)));

        assertThatThrownBy(() -> list("b", cursor)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> CursorList.of(CURSORS, "list-things", CALLER, new ListQuery(4), cursor))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() ->
                        CursorList.of(CURSORS, "list-others", CALLER, new ListQuery(SIZE).with("kind", "a"), cursor))
                .isInstanceOf(ProblemException.class);
    }

    private static CursorList list(String kind, @Nullable String cursor) {
        ListQuery query = new ListQuery(SIZE).with("kind", kind).with("state", null);
        return CursorList.of(CURSORS, "list-things", CALLER, query, cursor);
    }

    private static @Nullable String cursor(LinkedPage<?> found) {
        String next = found.page().next();
        return next == null ? null : next.substring(next.indexOf("cursor=") + "cursor=".length());
    }
}
