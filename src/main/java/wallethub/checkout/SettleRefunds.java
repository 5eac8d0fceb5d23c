package wallethub.checkout;

/** Gives back what waited for the ERP's answer. */
record SettleRefunds() {}
