package wallethub.ops;

/**
 * What a limit said to one request, in the terms of draft-ietf-httpapi-ratelimit-headers.
 *
 * @param policy the limit's name on the wire
 * @param quota how many requests a window has
 * @param windowSeconds how long a window is
 * @param remaining how many it has left
 * @param resetSeconds when it is whole again
 * @param allowed whether this request was one of them
 */
record Allowance(String policy, long quota, long windowSeconds, long remaining, long resetSeconds, boolean allowed) {

    String policyHeader() {
        return "\"" + policy + "\";q=" + quota + ";w=" + windowSeconds;
    }

    String limitHeader() {
        return "\"" + policy + "\";r=" + remaining + ";t=" + resetSeconds;
    }
}
