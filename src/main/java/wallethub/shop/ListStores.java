package wallethub.shop;

import org.jspecify.annotations.Nullable;

/** A page of the stores, in the order in which they came. */
record ListStores(int size, @Nullable String cursor) {}
