package wallethub.reconciliation;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.money.Money;

/** An ERP of lines on paper: what is written on it is posted; it can also be away, or talk nonsense. */
final class PaperErp implements ErpLines {

    static final String SYSTEM = "paper";

    record Line(String id, String document, String reference, String customer, Money amount) {}

    private static final JsonMapper JSON = new JsonMapper();

    final List<Line> lines = new ArrayList<>();
    /** Runs before each page is answered. */
    Runnable meanwhile = () -> {};

    int failures;
    int pages;
    private int lastId = 100;

    /** Books one document with one line; answers its line's id. */
    String book(String reference, String customer, Money amount) {
        return book("D" + (lastId + 1), reference, customer, amount);
    }

    String book(String document, String reference, String customer, Money amount) {
        String id = Integer.toString(++lastId);
        lines.add(new Line(id, document, reference, customer, amount));
        return id;
    }

    void tear(String reference) {
        lines.removeIf(line -> line.reference().equals(reference));
    }

    void tearLine(String id) {
        lines.removeIf(line -> line.id().equals(id));
    }

    @Override
    public String system() {
        return SYSTEM;
    }

    @Override
    public byte[] page(@Nullable String after, int limit) {
        pages++;
        meanwhile.run();
        if (failures > 0) {
            failures--;
            throw new ErpUnreadableException("HTTP_503", "away", true);
        }
        int from = after == null ? 0 : Integer.parseInt(after);
        List<Line> further = lines.stream()
                .filter(line -> Integer.parseInt(line.id()) > from)
                .toList();
        ObjectNode page = JSON.createObjectNode();
        further.stream().limit(limit).forEach(line -> write(page, line));
        if (further.isEmpty()) {
            page.putArray("items");
        }
        if (further.size() > limit) {
            page.put("next", further.get(limit - 1).id());
        }
        return page.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ObjectNode page, Line line) {
        ObjectNode item = page.withArray("/items").addObject();
        item.put("id", line.id());
        item.put("document", line.document());
        item.put("number", "N-" + line.document());
        item.put("reference", line.reference());
        item.put("customer", line.customer());
        item.putObject("amount")
                .put("amount", line.amount().amount())
                .put("currency", line.amount().currencyCode());
    }
}
