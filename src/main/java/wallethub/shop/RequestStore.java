package wallethub.shop;

import java.util.List;

/** A web shop is to sell to our customers. */
record RequestStore(String name, List<String> returnOrigins, StoreCaps caps, String reason) {}
