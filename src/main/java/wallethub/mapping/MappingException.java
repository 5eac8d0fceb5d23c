package wallethub.mapping;

/** A document that its mapping refuses, with the stable code that the {@code classify} block may name. */
public class MappingException extends RuntimeException {

    private final String code;

    public MappingException(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
