package wallethub.login;

import java.time.Instant;
import wallethub.id.SessionId;

/** A customer's login on one device, as staff see it. */
public record CustomerSession(SessionId id, Instant createdAt, Instant usedAt, Instant expiresAt) {}
