package wallethub.recharge;

import java.math.BigInteger;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A bank account of ours that customers transfer money to.
 *
 * @param id ours, such as {@code kwd}; the ledger's clearing account and the ERP's postings carry it
 * @param iban without blanks
 */
record BankAccount(String id, String currency, String holder, String bank, String iban, String bic) {

    private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern IBAN = Pattern.compile("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}");
    private static final Pattern BIC = Pattern.compile("[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?");
    private static final BigInteger CHECK = BigInteger.valueOf(97);
    private static final int TEXT_MAX = 140;

    BankAccount {
        iban = iban.replace(" ", "").toUpperCase(Locale.ROOT);
        require(ID.matcher(id).matches(), id, "", "has an id of [a-z0-9-]{1,40}");
        require(isCurrency(currency), id, "currency", "is an ISO 4217 code with minor units");
        require(isText(holder), id, "holder", "has 1 to " + TEXT_MAX + " characters");
        require(isText(bank), id, "bank", "has 1 to " + TEXT_MAX + " characters");
        require(IBAN.matcher(iban).matches(), id, "iban", "is an IBAN (ISO 13616)");
        require(isChecked(iban), id, "iban", "does not fit its own check digits");
        require(BIC.matcher(bic).matches(), id, "bic", "is a BIC (ISO 9362)");
    }

    private static boolean isCurrency(String code) {
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isText(String text) {
        return !text.isBlank() && text.length() <= TEXT_MAX && text.chars().noneMatch(Character::isISOControl);
    }

    /** ISO 7064 MOD 97-10 over the IBAN turned round, letters as 10 to 35. */
    private static boolean isChecked(String iban) {
        StringBuilder digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(CHECK).equals(BigInteger.ONE);
    }

    /** The message names the variable first, because that is where an operator looks. */
    private static void require(boolean holds, String id, String setting, String rule) {
        if (!holds) {
            String name = "hub.recharge.bank-transfer.accounts." + id + (setting.isEmpty() ? "" : "." + setting);
            String variable = name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
            throw new IllegalArgumentException(variable + " (" + name + ") " + rule);
        }
    }
}
