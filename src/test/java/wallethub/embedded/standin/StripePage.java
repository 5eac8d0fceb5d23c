package wallethub.embedded.standin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;

/** The hosted page, for a person who plays the customer in a browser. */
final class StripePage {

    private StripePage() {}

    static String html(ObjectNode session) {
        Currency currency =
                Currency.getInstance(StripeBook.text(session, "currency").toUpperCase(Locale.ROOT));
        BigDecimal amount =
                BigDecimal.valueOf(session.path("amount_total").asLong(), currency.getDefaultFractionDigits());
        return """
                <!doctype html><title>Pay</title>
                <body style="font-family:sans-serif;max-width:26em;margin:4em auto">
                <h1>%s %s</h1><p>Reference %s, session %s.</p>
                <p><button onclick="go('full','%s')">Pay</button>
                <button onclick="go('fail','')">Card declined</button>
                <button onclick="location='%s'">Cancel</button></p><pre id="out"></pre>
                <script>
                async function go(pay, then) {
                  const r = await fetch('/__switch/pay', {method: 'POST', body: JSON.stringify({session: '%s', pay})});
                  document.getElementById('out').textContent = await r.text();
                  if (r.ok && then) setTimeout(() => location = then, 1500);
                }
                </script></body>
                """.formatted(
                        amount.toPlainString(),
                        currency.getCurrencyCode(),
                        safe(StripeBook.text(session, "client_reference_id")),
                        StripeBook.text(session, "status"),
                        safe(StripeBook.text(session, "success_url")),
                        safe(StripeBook.text(session, "cancel_url")),
                        StripeBook.text(session, "id"));
    }

    private static String safe(String text) {
        return text.replaceAll("[<>\"'\\\\]", "");
    }
}
