package wallethub.lane;

import wallethub.mapping.Mapping;

/**
 * A delivery with the mapping that carries it out.
 *
 * @param idempotencyKey the target's, identical on every attempt
 */
public record Assignment(Delivery delivery, Mapping mapping, String idempotencyKey) {}
