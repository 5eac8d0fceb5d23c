package wallethub.reporting;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.id.WalletId;
import wallethub.mapping.Mappings;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;

/** Debit and credit over all customers, the latest first; one request looks at a bounded part of them. */
@Component
public class Movements {

    private final MovementStore store;
    private final Cursors cursors;
    private final Mappings mappings;

    Movements(MovementStore store, Cursors cursors, Mappings mappings) {
        this.store = store;
        this.cursors = cursors;
        this.mappings = mappings;
    }

    /** Of all wallets. */
    public LinkedPage<Movement> list(
            String list, MovementFilter.Asked asked, int size, @Nullable String cursor, Caller caller) {
        MovementFilter filter = MovementFilter.of(asked, null, mappings.businessZone());
        CursorList pages = CursorList.of(cursors, list, caller, asked.in(new ListQuery(size)), cursor);
        MovementStore.Position below = pages.after().map(Movements::position).orElse(null);
        return pages.page(
                store.ofAll(filter, below, pages.limit()),
                last -> last.transaction().date() + "/" + last.transaction().id(),
                MovementStore.COUNTED_MAX);
    }

    private static MovementStore.Position position(String after) {
        String[] parts = after.split("/", 2);
        return new MovementStore.Position(Instant.parse(parts[0]), parts[1]);
    }

    /**
     * Of one wallet.
     *
     * @param query what else the list was asked for, which its cursors are bound to
     */
    public LinkedPage<Movement> listOf(
            WalletId wallet,
            String list,
            MovementFilter.Asked asked,
            ListQuery query,
            @Nullable String cursor,
            Caller caller) {
        MovementFilter filter = MovementFilter.of(asked, wallet, mappings.businessZone());
        CursorList pages = CursorList.of(cursors, list, caller, asked.in(query), cursor);
        Long below = pages.after().map(Long::valueOf).orElse(null);
        return pages.page(
                store.ofWallet(wallet, filter, below, pages.limit()),
                last -> String.valueOf(last.transaction().number()),
                MovementStore.COUNTED_MAX);
    }
}
