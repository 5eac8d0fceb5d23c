package wallethub.desk;

import org.jspecify.annotations.Nullable;

/** Looks for customers by one text. */
record SearchCustomers(String q, int size, @Nullable String cursor) {}
