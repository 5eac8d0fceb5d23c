package wallethub.mapping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.core.env.StandardEnvironment;

/** A mappings folder of a test, and a small mapping that is right in every way. */
public record MappingFolder(Path root) {

    /** Version, lane and transform can be changed by replacing their text. */
    public static final String RIGHT = """
            # yaml-language-server: $schema=../schemas/mapping.v1.schema.json
            name: shop.order
            version: 1
            summary: Tells the shop what became of an order.
            owner: shop
            source: { event: [order.paid] }
            target: { system: shop, lane: shop, operation: ensure-order }
            keys:
              ordering: .walletId
              idempotency: .eventId
            transform: |
              {
                "id": require(.orderId, "MISSING_ORDER", "no order"),
                "total": dec-string(.amount.amount, .amount.currency)
              }
            delivery:
              answer: |
                { "code": .body.error.code, "foreignId": .body.id }
              classify:
                - { status: [409], code: [DUPLICATE], as: success }
                - { status: [503], as: outage }
            deadLetter: { owner: shop, runbook: docs/operating/shop.md }
            privacy: { mask: [.name], secret: [.token] }
            samples:
              - name: plain
                input: { eventId: e, walletId: w, orderId: O-1, amount: { amount: "1.500", currency: KWD } }
                expect: { id: O-1, total: "1.500" }
              - name: edge
                input: { eventId: e, walletId: w, orderId: O-1, amount: { amount: "9007199254740993.10", currency: SAR } }
                expect: { id: O-1, total: "9007199254740993.10" }
              - name: refusal
                input: { eventId: e, walletId: w, amount: { amount: "1.500", currency: KWD } }
                expectError: { code: MISSING_ORDER }
            outcomes:
              - { response: { status: 503 }, expect: outage }
            """;

    public MappingFolder write(String name, String text) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public MappingFolder right() {
        return write("shop/order.yaml", RIGHT);
    }

    public MappingSettings settings() {
        return new MappingSettings(
                root,
                1024 * 1024,
                Duration.ofSeconds(1),
                Duration.ofMillis(300),
                ZoneId.of("Asia/Kuwait"),
                Duration.ofMinutes(10),
                "");
    }

    public Mappings mappings() {
        return new Mappings(settings(), new StandardEnvironment(), Clock.systemUTC());
    }

    MappingLoader.Loaded load() {
        try {
            return new MappingLoader(name -> null, MappingLimits.DEFAULT, Clock.systemUTC()).load(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
