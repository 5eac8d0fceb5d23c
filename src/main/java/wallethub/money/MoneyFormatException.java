package wallethub.money;

/** A text that is not an exact amount of its currency. */
public class MoneyFormatException extends IllegalArgumentException {

    public MoneyFormatException(String message) {
        super(message);
    }
}
