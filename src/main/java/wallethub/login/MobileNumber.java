package wallethub.login;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Collection;
import java.util.Optional;

/**
 * A mobile number in its one canonical form, E.164; whatever is counted, is counted by this.
 *
 * @param e164 personal data: never in a log, a key or an answer
 */
record MobileNumber(String e164) {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final int LINE_DIGITS = 4;
    private static final int OPERATOR_DIGITS = 7;

    /**
     * Reads an international number, in digits of any script, spaces and hyphens allowed.
     *
     * @return empty when it is none, no mobile line, or of a country that is not on the list
     */
    static Optional<MobileNumber> read(String text, Collection<String> countries) {
        try {
            // No region to assume: a number without its country could be anybody's.
            PhoneNumber number = PHONES.parse(text, null);
            number.clearExtension();
            String country = PHONES.getRegionCodeForNumber(number);
            boolean served = country != null
                    && countries.contains(country)
                    && PHONES.isValidNumber(number)
                    && PHONES.getNumberType(number) == PhoneNumberType.MOBILE;
            return served
                    ? Optional.of(new MobileNumber(PHONES.format(number, PhoneNumberFormat.E164)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** Without its last four digits: neighbours of one block. */
    String blockPrefix() {
        return e164.substring(0, e164.length() - LINE_DIGITS);
    }

    /** Without its last seven digits: country and operator. */
    String operatorPrefix() {
        return e164.substring(0, e164.length() - OPERATOR_DIGITS);
    }

    /** Never the number. */
    @Override
    public String toString() {
        return "MobileNumber[***]";
    }
}
