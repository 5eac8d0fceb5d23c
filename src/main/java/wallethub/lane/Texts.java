package wallethub.lane;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Texts of foreign origin made fit for a row. */
final class Texts {

    private Texts() {}

    /** The longest beginning of at most so many bytes of UTF-8, without NUL characters. */
    static String cutToBytes(String text, int max) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        CharBuffer in = CharBuffer.wrap(text.replace("\0", ""));
        encoder.encode(in, ByteBuffer.allocate(max), true);
        return in.flip().toString();
    }
}
