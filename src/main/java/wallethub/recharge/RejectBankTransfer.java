package wallethub.recharge;

/** Finance waits no longer for the transfer of the path's id. */
record RejectBankTransfer(String id, String reason) {}
