package wallethub.correction;

/** Somebody asks that the wallet of a merged customer is emptied into the survivor's. */
record RequestWalletMerge(String id, String reason) {}
