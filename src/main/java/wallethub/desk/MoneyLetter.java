package wallethub.desk;

import org.jspecify.annotations.Nullable;

/**
 * A dead letter that carries money, to be brought back or given up.
 *
 * @param code the reason code of giving it up; null for bringing it back
 */
record MoneyLetter(long id, @Nullable String code) {}
