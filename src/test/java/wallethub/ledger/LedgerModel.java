package wallethub.ledger;

import java.time.Instant;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wallethub.id.CustomerId;
import wallethub.id.HoldId;
import wallethub.id.TransferId;
import wallethub.id.WalletId;
import wallethub.money.Money;

/** The ledger as a few maps and ifs: slow, alone in its world, and easy to believe. */
final class LedgerModel {

    private static final Set<TransferKind> PASSES_FLOOR = EnumSet.of(
            TransferKind.CHARGEBACK, TransferKind.ERP_ENTRY, TransferKind.ADJUSTMENT, TransferKind.RESCUE_REVERSAL);

    private enum PostingState {
        IN_FLIGHT,
        CONFIRMED,
        REFUSED
    }

    private static final class Account {
        final Currency currency;
        long balance;
        long held;
        long entries;
        boolean frozen;

        Account(Currency currency) {
            this.currency = currency;
        }

        long available() {
            return balance - held;
        }
    }

    private static final class Movement {
        final Transfer transfer;
        final long number;
        final long after;
        PostingState state;

        Movement(Transfer transfer, long number, long after) {
            this.transfer = transfer;
            this.number = number;
            this.after = after;
            state = transfer.kind() == TransferKind.ERP_ENTRY ? PostingState.CONFIRMED : PostingState.IN_FLIGHT;
        }
    }

    private static final class Promise {
        final Hold hold;
        long open;
        HoldOutcome.State state = HoldOutcome.State.OPEN;

        Promise(Hold hold) {
            this.hold = hold;
            open = hold.amount().minorUnits();
        }
    }

    private final Map<WalletId, Account> accounts = new HashMap<>();
    private final Map<String, Movement> movements = new HashMap<>();
    private final Map<TransferId, Movement> byId = new HashMap<>();
    private final Map<String, Promise> promises = new HashMap<>();
    private final Map<HoldId, Promise> holds = new HashMap<>();

    void open(WalletId wallet, Currency currency) {
        accounts.put(wallet, new Account(currency));
    }

    void setFrozen(WalletId wallet, boolean frozen) {
        account(wallet).frozen = frozen;
    }

    PostOutcome post(Transfer transfer, Instant now) {
        return post(transfer, 0, now);
    }

    private PostOutcome post(Transfer transfer, long givenBack, Instant now) {
        Account account = accounts.get(transfer.wallet());
        if (account == null) {
            return new PostOutcome.UnknownWallet();
        }
        Movement earlier = movements.get(key(transfer));
        if (earlier != null) {
            return isSame(earlier.transfer, transfer)
                    ? new PostOutcome.AlreadyPosted(
                            earlier.transfer.id(), earlier.number, money(earlier.after, account))
                    : new PostOutcome.KeyReused(earlier.transfer.id());
        }
        if (!account.currency.equals(transfer.amount().currency())) {
            return new PostOutcome.CurrencyMismatch(account.currency.getCurrencyCode());
        }
        long amount = transfer.amount().minorUnits();
        if (amount < 0 && !PASSES_FLOOR.contains(transfer.kind())) {
            if (account.frozen) {
                return new PostOutcome.WalletFrozen();
            }
            if (givenBack == 0 && account.available() + amount < 0) {
                return new PostOutcome.InsufficientFunds(money(account.available(), account));
            }
        }
        account.balance += amount;
        account.held -= givenBack;
        account.entries++;
        var movement = new Movement(transfer, account.entries, account.balance);
        movements.put(key(transfer), movement);
        byId.put(transfer.id(), movement);
        return new PostOutcome.Posted(
                transfer.id(),
                movement.number,
                money(movement.after, account),
                money(account.available(), account),
                now);
    }

    HoldOutcome.Place place(Hold hold) {
        Account account = accounts.get(hold.wallet());
        if (account == null) {
            return new HoldOutcome.UnknownWallet();
        }
        Promise earlier = promises.get(hold.businessKey());
        if (earlier != null) {
            return earlier.hold.wallet().equals(hold.wallet())
                            && earlier.hold.amount().equals(hold.amount())
                    ? new HoldOutcome.AlreadyPlaced(earlier.hold.id(), earlier.state, money(earlier.open, account))
                    : new HoldOutcome.HoldKeyReused(earlier.hold.id());
        }
        if (!account.currency.equals(hold.amount().currency())) {
            return new HoldOutcome.CurrencyMismatch(account.currency.getCurrencyCode());
        }
        if (account.frozen) {
            return new HoldOutcome.WalletFrozen();
        }
        long amount = hold.amount().minorUnits();
        if (account.available() < amount) {
            return new HoldOutcome.InsufficientFunds(money(account.available(), account));
        }
        account.held += amount;
        var promise = new Promise(hold);
        promises.put(hold.businessKey(), promise);
        holds.put(hold.id(), promise);
        return new HoldOutcome.Placed(hold.id(), money(account.available(), account));
    }

    HoldOutcome.Captured capture(Capture capture, Instant now) {
        Promise promise = holds.get(capture.hold());
        if (promise == null) {
            return new HoldOutcome.UnknownHold();
        }
        Account account = account(promise.hold.wallet());
        var transfer = new Transfer(
                capture.transfer(),
                TransferKind.PAYMENT,
                promise.hold.wallet(),
                capture.amount().negated(),
                capture.counterAccount(),
                capture.businessKey(),
                capture.occurredAt());
        if (!movements.containsKey(key(transfer))) {
            HoldOutcome.Captured refusal = refusal(promise, capture, account, now);
            if (refusal != null) {
                return refusal;
            }
        }
        long left = promise.open - capture.amount().minorUnits();
        long kept = capture.keepRest() ? left : 0;
        return switch (post(transfer, promise.open - kept, now)) {
            case PostOutcome.Posted posted -> {
                promise.open = kept;
                promise.state = kept == 0 ? HoldOutcome.State.CAPTURED : HoldOutcome.State.OPEN;
                yield new HoldOutcome.Spent(
                        posted.id(), posted.entryNumber(), posted.balanceAfter(), money(kept, account), now);
            }
            case PostOutcome.AlreadyPosted already ->
                new HoldOutcome.AlreadySpent(already.id(), already.entryNumber(), already.balanceAfter());
            case PostOutcome.KeyReused reused -> new HoldOutcome.TransferKeyReused(reused.id());
            case PostOutcome.CurrencyMismatch mismatch -> new HoldOutcome.CurrencyMismatch(mismatch.walletCurrency());
            case PostOutcome.WalletFrozen frozen -> new HoldOutcome.WalletFrozen();
            case PostOutcome.InsufficientFunds funds -> throw new AssertionError("a capture never lacks funds");
            case PostOutcome.UnknownWallet unknown -> throw new AssertionError("a hold has its wallet");
        };
    }

    private static HoldOutcome.@Nullable Captured refusal(
            Promise promise, Capture capture, Account account, Instant now) {
        if (promise.state != HoldOutcome.State.OPEN) {
            return new HoldOutcome.HoldClosed(promise.state);
        }
        if (!promise.hold.expiresAt().isAfter(now)) {
            return new HoldOutcome.HoldExpired();
        }
        if (capture.amount().currency().equals(account.currency)
                && capture.amount().minorUnits() > promise.open) {
            return new HoldOutcome.ExceedsHold(money(promise.open, account));
        }
        return null;
    }

    HoldOutcome.Release release(HoldId hold) {
        Promise promise = holds.get(hold);
        if (promise == null) {
            return new HoldOutcome.UnknownHold();
        }
        if (promise.state != HoldOutcome.State.OPEN) {
            return new HoldOutcome.HoldClosed(promise.state);
        }
        long open = promise.open;
        close(promise, HoldOutcome.State.RELEASED);
        return new HoldOutcome.Released(new Money(open, promise.hold.amount().currency()));
    }

    int expire(Instant now) {
        var due = holds.values().stream()
                .filter(promise -> promise.state == HoldOutcome.State.OPEN
                        && !promise.hold.expiresAt().isAfter(now))
                .toList();
        due.forEach(promise -> close(promise, HoldOutcome.State.EXPIRED));
        return due.size();
    }

    private void close(Promise promise, HoldOutcome.State state) {
        account(promise.hold.wallet()).held -= promise.open;
        promise.open = 0;
        promise.state = state;
    }

    void confirm(TransferId transfer) {
        Movement movement = byId.get(transfer);
        if (movement != null) {
            movement.state = PostingState.CONFIRMED;
        }
    }

    void refuse(TransferId transfer) {
        Movement movement = byId.get(transfer);
        if (movement != null && movement.state == PostingState.IN_FLIGHT) {
            movement.state = PostingState.REFUSED;
        }
    }

    Wallet wallet(WalletId wallet, CustomerId customer) {
        Account account = account(wallet);
        return new Wallet(
                wallet,
                customer,
                money(account.balance, account),
                money(account.held, account),
                money(0, account),
                account.available() < 0,
                account.frozen,
                money(sum(wallet, PostingState.CONFIRMED), account),
                money(sum(wallet, PostingState.IN_FLIGHT), account),
                money(sum(wallet, PostingState.REFUSED), account),
                account.entries);
    }

    private long sum(WalletId wallet, PostingState state) {
        return movements.values().stream()
                .filter(movement -> movement.transfer.wallet().equals(wallet) && movement.state == state)
                .mapToLong(movement -> movement.transfer.amount().minorUnits())
                .sum();
    }

    private Account account(WalletId wallet) {
        Account account = accounts.get(wallet);
        if (account == null) {
            throw new AssertionError("the model has no wallet " + wallet);
        }
        return account;
    }

    private static boolean isSame(Transfer one, Transfer other) {
        return one.wallet().equals(other.wallet())
                && one.amount().equals(other.amount())
                && one.counterAccount().equals(other.counterAccount());
    }

    private static String key(Transfer transfer) {
        return transfer.kind() + "/" + transfer.businessKey();
    }

    private static Money money(long minorUnits, Account account) {
        return new Money(minorUnits, account.currency);
    }
}
