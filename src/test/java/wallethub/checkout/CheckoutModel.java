package wallethub.checkout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Orders and holds as a few ifs over whole numbers: slow, alone in its world, and easy to believe. Each answer is a code. */
final class CheckoutModel {

    static final String MADE = "201";
    static final String SHOWN = "200";
    private static final long RESCUE_MAX = 20_000;
    private static final long RESCUE_DAILY = 100_000;

    static final class Account {
        long balance;
        long held;
        boolean frozen;

        long available() {
            return balance - held;
        }

        private String refusal(long amount) {
            if (frozen) {
                return "WALLET_FROZEN";
            }
            return available() < amount ? "INSUFFICIENT_FUNDS" : "";
        }
    }

    static final class Purchase {
        final Account account;
        final long amount;
        final Instant expiresAt;
        String state = "open";
        boolean answered;
        long refunded;
        long waiting;
        long rescued;
        boolean reversed;
        final Map<String, Long> refunds = new HashMap<>();

        private Purchase(Account account, long amount, Instant expiresAt) {
            this.account = account;
            this.amount = amount;
            this.expiresAt = expiresAt;
        }

        String stateAt(Instant now) {
            return state.equals("open") && !expiresAt.isAfter(now) ? "expired" : state;
        }

        String statusAt(Instant now) {
            if (!state.equals("paid") || refunded == 0) {
                return stateAt(now);
            }
            return refunded == amount ? "refunded" : "partially_refunded";
        }
    }

    static final class Promise {
        final Account account;
        final Instant expiresAt;
        long open;
        long captured;
        String state = "open";
        final Map<String, Long> captures = new HashMap<>();

        private Promise(Account account, long amount, Instant expiresAt) {
            this.account = account;
            this.open = amount;
            this.expiresAt = expiresAt;
        }

        String stateAt(Instant now) {
            return state.equals("open") && !expiresAt.isAfter(now) ? "expired" : state;
        }

        private void close(String how) {
            account.held -= open;
            open = 0;
            state = how;
        }
    }

    final List<Purchase> purchases = new ArrayList<>();
    final List<Promise> promises = new ArrayList<>();
    private final Map<String, Long> rescuedOn = new HashMap<>();

    void order(Account account, long amount, Instant expiresAt) {
        purchases.add(new Purchase(account, amount, expiresAt));
    }

    String pay(Purchase order, Instant now) {
        if (!order.stateAt(now).equals("open")) {
            return "ORDER_NOT_PAYABLE";
        }
        String refusal = order.account.refusal(order.amount);
        if (!refusal.isEmpty()) {
            return refusal;
        }
        order.account.balance -= order.amount;
        order.state = "paid";
        return SHOWN;
    }

    String cancel(Purchase order, Instant now) {
        String state = order.stateAt(now);
        if (state.equals("open")) {
            order.state = "cancelled";
            return SHOWN;
        }
        return state.equals("cancelled") ? SHOWN : "STATE_CONFLICT";
    }

    String refund(Purchase order, String reference, long amount) {
        Long before = order.refunds.get(reference);
        if (before != null) {
            return before == amount ? SHOWN : "REFERENCE_REUSED";
        }
        if (!order.state.equals("paid")) {
            return "STATE_CONFLICT";
        }
        if (amount > order.amount - order.refunded - order.waiting) {
            return "REFUND_EXCEEDS_AVAILABLE";
        }
        order.refunds.put(reference, amount);
        if (order.answered) {
            order.refunded += amount;
            order.account.balance += amount;
        } else {
            order.waiting += amount;
        }
        return MADE;
    }

    /** The ERP has it. */
    void confirm(Purchase order) {
        order.answered = true;
    }

    /** The ERP refuses it, unless it has it. */
    void refuse(Purchase order) {
        if (order.state.equals("paid") && !order.answered) {
            order.state = "rejected";
            order.waiting = 0;
            order.account.balance += order.amount;
        }
    }

    void settle() {
        for (Purchase order : purchases) {
            if (order.answered && order.state.equals("paid")) {
                order.account.balance += order.waiting;
                order.refunded += order.waiting;
                order.waiting = 0;
            }
        }
    }

    String rescue(Purchase order, long amount, String day) {
        if (order.rescued > 0) {
            return order.rescued == amount ? SHOWN : "REFERENCE_REUSED";
        }
        if (order.state.equals("paid")) {
            return "STATE_CONFLICT";
        }
        if (amount > order.amount || amount > RESCUE_MAX) {
            return "AMOUNT_ABOVE_MAXIMUM";
        }
        long before = rescuedOn.getOrDefault(day, 0L);
        if (before + amount > RESCUE_DAILY) {
            return "RESCUE_LIMIT_REACHED";
        }
        rescuedOn.put(day, before + amount);
        order.rescued = amount;
        order.account.balance += amount;
        return MADE;
    }

    String reverse(Purchase order) {
        if (order.rescued == 0) {
            return "STATE_CONFLICT";
        }
        if (!order.reversed) {
            order.reversed = true;
            order.account.balance -= order.rescued;
        }
        return SHOWN;
    }

    /** Money that was recharged for the order has come. */
    void recharged(Purchase order, long amount, Instant now) {
        order.account.balance += amount;
        pay(order, now);
    }

    String hold(Account account, long amount, Instant expiresAt) {
        String refusal = account.refusal(amount);
        if (!refusal.isEmpty()) {
            return refusal;
        }
        account.held += amount;
        promises.add(new Promise(account, amount, expiresAt));
        return MADE;
    }

    String capture(Promise hold, String reference, long amount, boolean keepRest, Instant now) {
        Long before = hold.captures.get(reference);
        if (before != null) {
            return before == signed(amount, keepRest) ? SHOWN : "REFERENCE_REUSED";
        }
        if (!hold.stateAt(now).equals("open")) {
            return "STATE_CONFLICT";
        }
        if (amount > hold.open) {
            return "AMOUNT_ABOVE_MAXIMUM";
        }
        if (hold.account.frozen) {
            return "WALLET_FROZEN";
        }
        hold.captures.put(reference, signed(amount, keepRest));
        hold.account.balance -= amount;
        hold.account.held -= amount;
        hold.open -= amount;
        hold.captured += amount;
        if (!keepRest || hold.open == 0) {
            hold.close("captured");
        }
        return MADE;
    }

    private static long signed(long amount, boolean keepRest) {
        return keepRest ? amount : -amount;
    }

    /** The ledger gives back what is open, though its time may be over. */
    String release(Promise hold) {
        if (hold.state.equals("open")) {
            hold.close("released");
            return SHOWN;
        }
        return hold.state.equals("released") ? SHOWN : "STATE_CONFLICT";
    }

    void expire(Instant now) {
        promises.stream()
                .filter(hold -> hold.state.equals("open") && !hold.expiresAt.isAfter(now))
                .forEach(hold -> hold.close("expired"));
        purchases.stream()
                .filter(order -> order.stateAt(now).equals("expired"))
                .forEach(order -> order.state = "expired");
    }
}
