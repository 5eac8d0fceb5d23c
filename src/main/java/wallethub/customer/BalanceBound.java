package wallethub.customer;

import wallethub.ledger.AvailableMove;
import wallethub.money.Money;

/**
 * What an alert about the balance is raised and cleared by.
 *
 * @param below it stands from the moment that less than this can be spent
 * @param until it is over when this or more can be spent; at least {@code below}, so that what goes up and down around one bound
 *     is told once
 */
record BalanceBound(AlertKind kind, Money below, Money until) {

    BalanceBound {
        if (until.compareTo(below) < 0) {
            throw new IllegalArgumentException("an alert below " + below + " cannot be over at " + until);
        }
    }

    /** One that nothing is below: it ends what was raised by another. */
    static BalanceBound endingOnly(AlertKind kind, Money until) {
        return new BalanceBound(kind, new Money(Long.MIN_VALUE, until.currency()), until);
    }

    boolean isBelow(Money available) {
        return available.compareTo(below) < 0;
    }

    boolean isOver(Money available) {
        return available.compareTo(until) >= 0;
    }

    /** Whether the move may be the one that it stands from. */
    boolean isRaisedBy(AvailableMove move) {
        return !isBelow(move.mostBefore()) && isBelow(move.after());
    }

    /** Whether the move may be the one that ends it. */
    boolean isEndedBy(AvailableMove move) {
        return !isOver(move.leastBefore()) && isOver(move.after());
    }
}
