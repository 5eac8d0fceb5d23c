package wallethub.recharge;

import java.util.List;
import wallethub.money.Money;

/**
 * What the customer tells the bank.
 *
 * @param reference ours, to be given with the transfer
 * @param accounts any one of them will do
 */
public record TransferInstructions(String reference, Money amount, List<Account> accounts) {

    public TransferInstructions {
        accounts = List.copyOf(accounts);
    }

    public record Account(String holder, String bank, String iban, String bic) {}

    static TransferInstructions of(Recharge recharge, BankTransferSettings settings) {
        return new TransferInstructions(
                recharge.reference(),
                recharge.amount(),
                settings.of(recharge.amount().currency()).stream()
                        .map(account -> new Account(account.holder(), account.bank(), account.iban(), account.bic()))
                        .toList());
    }
}
