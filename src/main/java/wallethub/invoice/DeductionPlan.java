package wallethub.invoice;

import java.util.ArrayList;
import java.util.List;
import wallethub.money.Money;

/**
 * What a wallet pays of the invoices that are due, in their order; never more than it has.
 *
 * @param steps each with a positive amount
 */
record DeductionPlan(List<Step> steps) {

    /** @param amount at most what is to be paid of the invoice */
    record Step(Payable invoice, Money amount) {}

    DeductionPlan {
        steps = List.copyOf(steps);
    }

    /** @param available what the wallet may spend; nothing when it is not positive */
    static DeductionPlan of(Money available, List<Payable> due, DeductionRules.Extent extent) {
        return new DeductionPlan(
                switch (extent) {
                    case OFF -> List.of();
                    case FULL -> steps(available, due, false);
                    case PARTIAL -> steps(available, due, true);
                });
    }

    private static List<Step> steps(Money available, List<Payable> due, boolean inParts) {
        List<Step> steps = new ArrayList<>();
        Money left = available;
        for (Payable invoice : due) {
            boolean whole = invoice.toPay().compareTo(left) <= 0;
            if (!left.isPositive() || (!whole && !inParts)) {
                break;
            }
            Money amount = whole ? invoice.toPay() : left;
            steps.add(new Step(invoice, amount));
            left = left.minus(amount);
        }
        return steps;
    }
}
