package wallethub.operation;

/** An OpenAPI file that cannot be served as it is, with the place where there is one. */
public class ContractException extends RuntimeException {

    private final String file;
    private final int line;
    private final int column;

    ContractException(String file, String message) {
        super(message);
        this.file = file;
        this.line = 0;
        this.column = 0;
    }

    ContractException(String file, int line, int column, String message, Throwable cause) {
        super(message, cause);
        this.file = file;
        this.line = line;
        this.column = column;
    }

    public String file() {
        return file;
    }

    /** From 1; 0 for the whole file. */
    public int line() {
        return line;
    }

    public int column() {
        return column;
    }
}
