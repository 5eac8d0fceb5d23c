package wallethub.problem;

/**
 * Every error a client can see: its number (never reused), whose fault it is, whether the same request may be tried
 * again, and its HTTP status. {@code docs/errors.md} is generated from this list.
 */
public enum ErrorCode {
    MALFORMED_JSON(1, Fault.CALLER, false, 400, "The document is not well-formed JSON", "المستند ليس JSON صحيحًا"),
    UNKNOWN_FIELD(
            2,
            Fault.CALLER,
            false,
            400,
            "The document has a field that is not known here",
            "يحتوي المستند على حقل غير معروف"),
    VALIDATION_FAILED(3, Fault.CALLER, false, 422, "The document does not fit its schema", "المستند لا يطابق مخططه"),
    IDEMPOTENCY_KEY_REQUIRED(
            4, Fault.CALLER, false, 400, "An Idempotency-Key header is required", "مطلوب ترويسة Idempotency-Key"),
    IDEMPOTENCY_IN_PROGRESS(
            5,
            Fault.CALLER,
            true,
            409,
            "The first request with this key is still running",
            "الطلب الأول بهذا المفتاح ما زال قيد التنفيذ"),
    IDEMPOTENCY_KEY_REUSED(
            6, Fault.CALLER, false, 422, "The key was used for another request", "استُخدم المفتاح لطلب آخر"),
    AUTH_REQUIRED(7, Fault.CALLER, false, 401, "Authentication is required", "المصادقة مطلوبة"),
    FORBIDDEN(8, Fault.CALLER, false, 403, "The caller may not do this", "غير مسموح لمقدم الطلب بهذا الإجراء"),
    NOT_FOUND(9, Fault.CALLER, false, 404, "There is nothing here", "لا يوجد شيء هنا"),
    METHOD_NOT_ALLOWED(10, Fault.CALLER, false, 405, "The method is not allowed here", "الطريقة غير مسموحة هنا"),
    NOT_ACCEPTABLE(11, Fault.CALLER, false, 406, "No acceptable representation", "لا يوجد تمثيل مقبول"),
    PAYLOAD_TOO_LARGE(12, Fault.CALLER, false, 413, "The document is too large", "المستند كبير جدًا"),
    UNSUPPORTED_MEDIA_TYPE(13, Fault.CALLER, false, 415, "The media type is not supported", "نوع الوسائط غير مدعوم"),
    SIGNATURE_INVALID(14, Fault.CALLER, false, 401, "The signature is not valid", "التوقيع غير صالح"),
    RATE_LIMITED(15, Fault.CALLER, true, 429, "Too many requests", "طلبات كثيرة جدًا"),
    STATE_CONFLICT(16, Fault.CALLER, false, 409, "The state does not allow this", "الحالة لا تسمح بهذا"),
    AMOUNT_BELOW_MINIMUM(17, Fault.CALLER, false, 422, "The amount is below the minimum", "المبلغ أقل من الحد الأدنى"),
    AMOUNT_ABOVE_MAXIMUM(18, Fault.CALLER, false, 422, "The amount is above the maximum", "المبلغ أعلى من الحد الأقصى"),
    AMOUNT_PRECISION(19, Fault.CALLER, false, 422, "The amount's precision is not allowed", "دقة المبلغ غير مسموحة"),
    CURRENCY_MISMATCH(20, Fault.CALLER, false, 422, "The currency is not the wallet's", "العملة ليست عملة المحفظة"),
    WALLET_FROZEN(21, Fault.CALLER, false, 409, "The wallet is frozen", "المحفظة مجمدة"),
    INSUFFICIENT_FUNDS(22, Fault.CALLER, false, 409, "The wallet has not enough funds", "رصيد المحفظة غير كافٍ"),
    RETURN_URL_NOT_ALLOWED(
            23, Fault.CALLER, false, 422, "The return URL is not on the list", "عنوان العودة غير مسموح به"),
    RECHARGE_EXPIRED(24, Fault.CALLER, false, 409, "The recharge has expired", "انتهت صلاحية عملية الشحن"),
    GATEWAY_DECLINED(25, Fault.PROVIDER, false, 422, "The payment gateway declined", "رفضت بوابة الدفع العملية"),
    GATEWAY_UNAVAILABLE(26, Fault.PROVIDER, true, 503, "The payment gateway is unavailable", "بوابة الدفع غير متاحة"),
    UPSTREAM_TIMEOUT(
            27,
            Fault.PROVIDER,
            true,
            504,
            "A foreign system did not answer in time",
            "لم يستجب نظام خارجي في الوقت المحدد"),
    OVERLOADED(28, Fault.US, true, 503, "The hub is at its capacity", "النظام بلغ طاقته القصوى"),
    INTERNAL(29, Fault.US, true, 500, "Something went wrong on our side", "حدث خطأ من جانبنا"),
    PAN_NOT_ALLOWED(30, Fault.CALLER, false, 422, "Card numbers are not taken here", "لا تُقبل أرقام البطاقات هنا"),
    MALFORMED_REQUEST(31, Fault.CALLER, false, 400, "The request is not well-formed", "الطلب غير صحيح الصيغة"),
    TOKEN_EXPIRED(32, Fault.CALLER, false, 401, "The token has expired", "انتهت صلاحية الرمز المميز"),
    REFRESH_REUSED(
            33,
            Fault.CALLER,
            false,
            401,
            "The refresh token was used before; the session is ended",
            "استُخدم رمز التجديد من قبل؛ أُنهيت الجلسة"),
    OTP_INVALID(34, Fault.CALLER, false, 422, "The code is not valid", "الرمز غير صحيح"),
    OTP_EXPIRED(35, Fault.CALLER, false, 422, "The code has expired", "انتهت صلاحية الرمز"),
    OTP_LOCKED(36, Fault.CALLER, true, 429, "Too many wrong codes", "محاولات خاطئة كثيرة"),
    OTP_COOLDOWN(37, Fault.CALLER, true, 429, "The next code has to wait", "يجب الانتظار قبل طلب رمز جديد"),
    PRECONDITION_REQUIRED(38, Fault.CALLER, false, 428, "An If-Match header is required", "مطلوب ترويسة If-Match"),
    PRECONDITION_FAILED(39, Fault.CALLER, false, 412, "It has changed meanwhile", "لقد تغيّر في هذه الأثناء"),
    APPROVAL_SAME_PERSON(40, Fault.CALLER, false, 403, "Another person has to decide this", "يجب أن يقرر هذا شخص آخر"),
    APPROVAL_STALE(41, Fault.CALLER, false, 409, "What was asked for is no longer so", "لم يعد الطلب مطابقًا للواقع"),
    INVOICE_ALREADY_PAID(42, Fault.CALLER, false, 409, "The invoice is paid", "الفاتورة مدفوعة"),
    INVOICE_NOT_PAYABLE(
            43, Fault.CALLER, false, 409, "The invoice cannot be paid here", "لا يمكن دفع هذه الفاتورة هنا"),
    ORDER_NOT_PAYABLE(50, Fault.CALLER, false, 409, "The order cannot be paid", "لا يمكن دفع هذا الطلب"),
    REFUND_EXCEEDS_AVAILABLE(
            51,
            Fault.CALLER,
            false,
            409,
            "More would be given back than was paid",
            "المبلغ المطلوب رده يتجاوز ما تم دفعه"),
    REFERENCE_REUSED(
            52, Fault.CALLER, false, 409, "The reference belongs to something else", "هذا المرجع مستخدم لأمر آخر"),
    RESCUE_LIMIT_REACHED(
            53, Fault.CALLER, false, 409, "The store may rescue no more today", "بلغ المتجر حد الإنقاذ اليومي");

    /** Whose fault an error is. */
    public enum Fault {
        CALLER,
        PROVIDER,
        TARGET,
        US
    }

    private final int number;
    private final Fault fault;
    private final boolean retryable;
    private final int status;
    private final String title;
    private final String arabicTitle;

    ErrorCode(int number, Fault fault, boolean retryable, int status, String title, String arabicTitle) {
        this.number = number;
        this.fault = fault;
        this.retryable = retryable;
        this.status = status;
        this.title = title;
        this.arabicTitle = arabicTitle;
    }

    public int number() {
        return number;
    }

    public Fault fault() {
        return fault;
    }

    public boolean retryable() {
        return retryable;
    }

    /** The HTTP status, 4xx or 5xx. */
    public int status() {
        return status;
    }

    /** The title in English, or in Arabic when {@code language} says so; the code itself is never translated. */
    public String title(String language) {
        return language.startsWith("ar") ? arabicTitle : title;
    }
}
