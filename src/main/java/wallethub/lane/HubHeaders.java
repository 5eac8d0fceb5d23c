package wallethub.lane;

/**
 * The names under which a delivery's facts travel between the steps of a route. Set by the lane and by verified edges
 * only: whatever comes from outside under these names is dropped at the ingress.
 */
public final class HubHeaders {

    public static final String LANE = "HubLane";
    public static final String DELIVERY_ID = "HubDeliveryId";
    public static final String EVENT_ID = "HubEventId";
    public static final String EVENT_TYPE = "HubEventType";
    public static final String KEY = "HubKey";
    /** 1 for the first attempt. */
    public static final String ATTEMPT = "HubAttempt";

    public static final String MAPPING = "HubMapping";
    public static final String MAPPING_VERSION = "HubMappingVersion";
    public static final String IDEMPOTENCY_KEY = "HubIdempotencyKey";
    public static final String TARGET_OPERATION = "HubTargetOperation";
    public static final String CORRELATION_ID = "HubCorrelationId";
    public static final String GATEWAY = "HubGateway";
    public static final String GATEWAY_ACCOUNT = "HubGatewayAccount";
    /** One of the seven outcomes, in any letter case: a step that knows says it, and nothing is classified. */
    public static final String OUTCOME = "HubOutcome";

    public static final String OUTCOME_CODE = "HubOutcomeCode";
    public static final String OUTCOME_MESSAGE = "HubOutcomeMessage";
    /** Seconds, or an ISO 8601 duration. */
    public static final String RETRY_AFTER = "HubRetryAfter";

    public static final String FOREIGN_ID = "HubForeignId";
    public static final String FOREIGN_NUMBER = "HubForeignNumber";
    /** W3C trace context. */
    public static final String TRACEPARENT = "traceparent";

    /**
     * Exchange property with the bytes of the mapped document. A mapping step sets it, and the lane freezes what it finds
     * there when the attempt does not end cleanly; on a retry the lane sets it, and the mapping step sends it unchanged.
     */
    public static final String MAPPED_DOCUMENT = "HubMappedDocument";

    /**
     * Exchange property of a batch: its deliveries as a list of exchanges, each as if it came alone. A mapping step maps each
     * by itself; one that it refuses stays behind with its exception.
     */
    public static final String BATCH = "HubBatch";

    /**
     * Exchange property of a batch, a JSON list in the order of its documents: what is known of each by now, null where
     * nothing is. However the route ends, with an exception too, these count.
     */
    public static final String ANSWERS = "HubAnswers";

    /** Exchange property with the IP address of an HTTP request's client. Never a header: those are stored with letters. */
    public static final String CLIENT_ADDRESS = "HubClientAddress";

    private HubHeaders() {}
}
