package wallethub.event;

import java.time.Instant;
import wallethub.id.EventId;
import wallethub.id.WalletId;

/**
 * Something that happened to a wallet or its customer, in the past tense. Published once, in the transaction that made
 * it true; every subscriber gets its own delivery.
 */
public sealed interface BusinessEvent
        permits AlertCleared,
                AlertRaised,
                CustomerMirrored,
                InvoiceDeducted,
                InvoiceRequested,
                HoldCaptured,
                OrderNotPaid,
                OrderPaid,
                OrderRefunded,
                OrderRescueReversed,
                OrderRescued,
                PaymentReversed,
                RechargeFailed,
                RechargeParked,
                RechargeSucceeded,
                WalletCorrected,
                WalletAdjusted,
                WalletRefunded {

    EventId eventId();

    /** The wallet whose order the event keeps. */
    WalletId walletId();

    /** When it happened outside; the lane records when it was stored. */
    Instant occurredAt();

    /** The name on the wire and in {@code source.event} of mappings. */
    default String type() {
        return switch (this) {
            case AlertCleared cleared -> "alert.cleared";
            case AlertRaised raised -> "alert.raised";
            case CustomerMirrored mirrored -> "customer.mirrored";
            case InvoiceDeducted deducted -> "invoice.deducted";
            case InvoiceRequested requested -> "invoice.requested";
            case HoldCaptured captured -> "hold.captured";
            case OrderNotPaid unpaid -> "order.not-paid";
            case OrderPaid paid -> "order.paid";
            case OrderRefunded refunded -> "order.refunded";
            case OrderRescueReversed reversed -> "order.rescue-reversed";
            case OrderRescued rescued -> "order.rescued";
            case PaymentReversed reversed -> "payment.reversed";
            case RechargeFailed failed -> "recharge.failed";
            case RechargeParked parked -> "recharge.parked";
            case RechargeSucceeded succeeded -> "recharge.succeeded";
            case WalletAdjusted adjusted -> "wallet.adjusted";
            case WalletCorrected corrected -> "wallet.corrected";
            case WalletRefunded refunded -> "wallet.refunded";
        };
    }
}
