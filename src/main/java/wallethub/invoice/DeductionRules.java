package wallethub.invoice;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/** What is deducted from wallets without anybody asking for it. */
record DeductionRules(Extent extent) {

    DeductionRules {
        Objects.requireNonNull(extent, "extent is off, full or partial");
    }

    /** How much of an invoice. */
    enum Extent {
        /** Nothing. */
        @JsonProperty("off")
        OFF,
        /**
         * An invoice whole or not at all; the first that the wallet cannot pay whole ends it, so that later ones
         * never overtake it.
         */
        @JsonProperty("full")
        FULL,
        /** What the wallet has, also for a part of the last one. */
        @JsonProperty("partial")
        PARTIAL
    }
}
