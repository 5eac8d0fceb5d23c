package wallethub.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static wallethub.invoice.InvoiceFixture.dinars;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wallethub.id.CustomerId;
import wallethub.id.InvoiceId;

class DeductionPlanTests {

    /** What the wallet has, what is to be paid, and what of it is paid whole or also in parts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    10.000 | 4.000 6.000        | 4.000 6.000 | 4.000 6.000
                    9.999  | 4.000 6.000        | 4.000       | 4.000 5.999
                    5.000  | 6.000 1.000        | ''          | 5.000
                    7.000  | 6.000 2.000 1.000  | 6.000       | 6.000 1.000
                    0.000  | 1.000              | ''          | ''
                    -3.000 | 1.000              | ''          | ''
                    3.000  | ''                 | ''          | ''
                    """)
    void goesInOrderAsFarAsTheMoneyGoes(String available, String due, String whole, String inParts) {
        List<Payable> invoices =
                amounts(due).stream().map(DeductionPlanTests::invoice).toList();

        assertThat(planned(available, invoices, DeductionRules.Extent.FULL)).isEqualTo(amounts(whole));
        assertThat(planned(available, invoices, DeductionRules.Extent.PARTIAL)).isEqualTo(amounts(inParts));
        assertThat(planned(available, invoices, DeductionRules.Extent.OFF)).isEmpty();
    }

    private static List<String> planned(String available, List<Payable> due, DeductionRules.Extent extent) {
        return DeductionPlan.of(dinars(available), due, extent).steps().stream()
                .map(step -> step.amount().amount())
                .toList();
    }

    private static List<String> amounts(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split(" "));
    }

    private static Payable invoice(String toPay) {
        return new Payable(
                InvoiceId.next(),
                CustomerId.next(),
                "rest",
                "i-1",
                "",
                "C-1",
                InvoiceState.OPEN,
                dinars(toPay),
                dinars(toPay),
                Instant.EPOCH,
                0);
    }
}
