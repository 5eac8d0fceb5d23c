package wallethub.recharge;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/** What came of the bank transfer of the path's id, as a bank's statement has it. */
record ConfirmBankTransfer(
        String id,
        String bankAccount,
        String bankReference,
        Money amount,
        LocalDate valueDate,
        @Nullable String reason) {}
