package wallethub.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.jspecify.annotations.Nullable;

/**
 * What the load has to know of one HTTP/1.1 response: just enough of RFC 9112 for answers of one hub.
 *
 * @param staysOpen whether the connection takes another request
 */
record HttpAnswer(int status, boolean staysOpen) {

    /** The answer when all of it has been received up to the end; else null. */
    static @Nullable HttpAnswer in(byte[] bytes, int end) {
        int lineStart = endOfLine(bytes, 0, end);
        if (lineStart < 0) {
            return null;
        }
        int status = number(bytes, 9, 12, 10);
        int length = 0;
        boolean chunked = false;
        boolean open = true;
        while (true) {
            int lineEnd = endOfLine(bytes, lineStart, end);
            if (lineEnd < 0) {
                return null;
            }
            if (lineEnd - lineStart == 2) {
                boolean whole = chunked ? hasAllChunks(bytes, lineEnd, end) : end - lineEnd >= length;
                return whole ? new HttpAnswer(status, open) : null;
            }
            if (startsWith(bytes, lineStart, "content-length:")) {
                length = number(bytes, lineStart + 15, lineEnd, 10);
            } else if (startsWith(bytes, lineStart, "transfer-encoding:")) {
                chunked = true;
            } else if (startsWith(bytes, lineStart, "connection: close")) {
                open = false;
            }
            lineStart = lineEnd;
        }
    }

    private static boolean hasAllChunks(byte[] bytes, int from, int end) {
        int at = from;
        while (true) {
            int lineEnd = endOfLine(bytes, at, end);
            if (lineEnd < 0) {
                return false;
            }
            int size = number(bytes, at, lineEnd, 16);
            at = lineEnd + size + 2;
            if (size == 0 || at > end) {
                return size == 0 && at <= end;
            }
        }
    }

    /** Behind the line's CR LF, or -1 when it is not there yet. */
    private static int endOfLine(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private static boolean startsWith(byte[] bytes, int from, String lowerCase) {
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Character.toLowerCase(bytes[from + i]) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] bytes, int from, int to, int radix) {
        return Integer.parseInt(new String(bytes, from, to - from, ISO_8859_1).strip(), radix);
    }
}
