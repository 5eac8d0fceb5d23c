package wallethub.operation;

/** A page of a list with its neighbours. */
public record LinkedPage<T>(ItemPage<T> page, PageLinks links) {}
