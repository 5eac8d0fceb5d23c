package wallethub.desk;

import java.util.Currency;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;
import wallethub.access.StaffPermission;
import wallethub.money.Money;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CursorList;
import wallethub.operation.Cursors;
import wallethub.operation.LinkedPage;
import wallethub.operation.ListQuery;
import wallethub.operation.TransactionHandler;

/** Operation {@code list-wallets}: the wallets of all customers, the oldest first. */
@Component
class ListWalletsHandler implements TransactionHandler<ListWallets, LinkedPage<StaffWallet>> {

    private static final String NAME = "list-wallets";

    private final WalletListStore wallets;
    private final Cursors cursors;

    ListWalletsHandler(WalletListStore wallets, Cursors cursors) {
        this.wallets = wallets;
        this.cursors = cursors;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Class<ListWallets> command() {
        return ListWallets.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.LEDGER_VIEW);
    }

    @Override
    public LinkedPage<StaffWallet> handle(ListWallets command, Caller caller) {
        WalletListStore.Filter filter = new WalletListStore.Filter(
                command.inDebt(),
                command.frozen(),
                command.currency(),
                balance("balanceFrom", command.balanceFrom(), command.currency()),
                balance("balanceTo", command.balanceTo(), command.currency()));
        CursorList list = CursorList.of(cursors, NAME, caller, query(command), command.cursor());
        return list.page(
                wallets.list(filter, list.after().orElse(""), list.limit()),
                last -> last.id().text(),
                WalletListStore.COUNTED_MAX);
    }

    private static ListQuery query(ListWallets command) {
        return new ListQuery(command.size())
                .with("inDebt", command.inDebt())
                .with("frozen", command.frozen())
                .with("currency", command.currency())
                .with("balanceFrom", command.balanceFrom())
                .with("balanceTo", command.balanceTo());
    }

    private static @Nullable Money balance(String name, @Nullable String text, @Nullable String currency) {
        if (text == null) {
            return null;
        }
        if (currency == null) {
            throw Cursors.unfit(name, "goes with a currency");
        }
        try {
            return text.startsWith("-")
                    ? Money.parse(text.substring(1), Currency.getInstance(currency))
                            .negated()
                    : Money.parse(text, Currency.getInstance(currency));
        } catch (IllegalArgumentException e) {
            throw Cursors.unfit(name, "is no balance in that currency");
        }
    }

    @Override
    public Answer answer(LinkedPage<StaffWallet> outcome) {
        return Answer.page(outcome);
    }
}
