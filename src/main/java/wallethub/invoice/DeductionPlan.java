package wallethub.invoice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/**
 * What a wallet pays of the invoices that are due, in their order; never more than it has.
 *
 * @param steps each with a positive amount
 * @param lack the first invoice that is not paid in full; null when all are
 */
record DeductionPlan(List<Step> steps, @Nullable Lack lack) {

    /** @param amount at most what is to be paid of the invoice */
    record Step(Payable invoice, Money amount) {}

    /** @param missing what the wallet lacks for the rest of it, positive; more than the rest where it is in debt */
    record Lack(Payable invoice, Money missing) {}

    DeductionPlan {
        steps = List.copyOf(steps);
    }

    /** @param available what the wallet may spend; nothing when it is not positive */
    static DeductionPlan of(Money available, List<Payable> due, DeductionRules.Extent extent) {
        return switch (extent) {
            case OFF -> new DeductionPlan(List.of(), null);
            case FULL -> plan(available, due, false);
            case PARTIAL -> plan(available, due, true);
        };
    }

    private static DeductionPlan plan(Money available, List<Payable> due, boolean inParts) {
        List<Step> steps = new ArrayList<>();
        Money left = available;
        for (Payable invoice : due) {
            Money missing = invoice.toPay().minus(left);
            if (missing.isPositive()) {
                if (inParts && left.isPositive()) {
                    steps.add(new Step(invoice, left));
                }
                return new DeductionPlan(steps, new Lack(invoice, missing));
            }
            steps.add(new Step(invoice, invoice.toPay()));
            left = left.minus(invoice.toPay());
        }
        return new DeductionPlan(steps, null);
    }
}
