package wallethub.desk;

import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;
import wallethub.access.AuditEntry;
import wallethub.access.AuditLog;
import wallethub.access.Caller;
import wallethub.access.RateLimit;
import wallethub.access.RateLimits;
import wallethub.access.StaffPermission;
import wallethub.access.WholeSeconds;
import wallethub.customer.Customers;
import wallethub.id.CustomerId;
import wallethub.id.StaffId;
import wallethub.operation.Answer;
import wallethub.operation.CallerRule;
import wallethub.operation.CallingHandler;
import wallethub.problem.ErrorCode;

/**
 * Operation {@code unmask-customer}: name and number of one customer, with a row in the audit that says who read them and
 * why. The row commits before the answer leaves.
 *
 * <p>In three steps, because a limit is counted outside transactions. What it was asked for counts, whatever came of it.
 */
@Component
class UnmaskCustomerHandler
        implements CallingHandler<UnmaskCustomer, UnmaskCustomerHandler.Asked, RateLimits.Taken, UnmaskOutcome> {

    private final Customers customers;
    private final RateLimits limits;
    private final AuditLog audit;
    private final int anHour;
    private final RateLimit limit;

    UnmaskCustomerHandler(Customers customers, RateLimits limits, AuditLog audit, DeskSettings settings) {
        this.customers = customers;
        this.limits = limits;
        this.audit = audit;
        anHour = settings.unmaskings();
        limit = RateLimit.of("customer-unmask", new RateLimit.Window(anHour, Duration.ofHours(1)));
    }

    /** Who asks for whom, and why. */
    record Asked(StaffId staff, CustomerId customer, String reason) {}

    @Override
    public String name() {
        return "unmask-customer";
    }

    @Override
    public Class<UnmaskCustomer> command() {
        return UnmaskCustomer.class;
    }

    @Override
    public Class<Asked> prepared() {
        return Asked.class;
    }

    @Override
    public CallerRule callers() {
        return new CallerRule.Staff(StaffPermission.CUSTOMER_UNMASK);
    }

    @Override
    public Preparation<Asked, UnmaskOutcome> prepare(UnmaskCustomer command, Caller caller) {
        return new Preparation.Call<>(new Asked(caller.staff(), command.id(), command.reason()));
    }

    @Override
    public RateLimits.Taken call(Asked asked) {
        return limits.take(limit, asked.staff().text());
    }

    @Override
    public UnmaskOutcome finish(Asked asked, RateLimits.Taken taken, Caller caller) {
        if (!taken.allowed()) {
            return new UnmaskOutcome.TooMany(taken.retryAfter());
        }
        return customers
                .find(asked.customer())
                .<UnmaskOutcome>map(customer -> {
                    audit.record(new AuditEntry(
                            caller,
                            "customer.unmask",
                            customer.id().text(),
                            null,
                            null,
                            asked.reason(),
                            caller.address()));
                    return new UnmaskOutcome.Unmasked(UnmaskOutcome.View.of(customer));
                })
                .orElseGet(UnmaskOutcome.Unknown::new);
    }

    @Override
    public Answer answer(UnmaskOutcome outcome) {
        return switch (outcome) {
            case UnmaskOutcome.Unmasked unmasked -> Answer.ok(unmasked.view());
            case UnmaskOutcome.Unknown unknown -> Answer.nothingHere();
            case UnmaskOutcome.TooMany many ->
                new Answer.Refusal(
                        ErrorCode.RATE_LIMITED,
                        "a person unmasks " + anHour + " customers an hour at most",
                        Map.of("retryAfterSeconds", WholeSeconds.of(many.retryAfter())));
        };
    }
}
