package wallethub.recharge;

/** What is to become of the parked payment of the path's id: {@code credit} or {@code refuse}. */
record DecideParkedPayment(String id, String decision, String reason) {}
