package wallethub.idp;

/** What the pages say, in both languages. */
enum Words {
    LOGIN("Staff login", "تسجيل دخول الموظفين"),
    USER_NAME("User name", "اسم المستخدم"),
    PASSWORD("Password", "كلمة المرور"),
    NEW_PASSWORD("New password, at least 15 characters", "كلمة مرور جديدة، 15 حرفا على الأقل"),
    NEXT("Continue", "متابعة"),
    CODE("Code of your authenticator app", "رمز تطبيق المصادقة"),
    ENROL("Set up your authenticator app", "إعداد تطبيق المصادقة"),
    ENROL_HOW(
            "Scan this with an authenticator app, or type the secret in, and enter the code that it shows.",
            "امسح هذا الرمز بتطبيق المصادقة أو أدخل المفتاح يدويا ثم اكتب الرمز الذي يظهر."),
    ACCOUNT("Make your account", "إنشاء حسابك"),
    SECRET("One-time secret", "المفتاح لمرة واحدة"),
    ACCOUNT_MADE(
            "The account is there. Log in where you work; the first login sets up your authenticator app.",
            "تم إنشاء الحساب. سجل الدخول من مكان عملك وسيتم إعداد تطبيق المصادقة عند أول دخول."),
    WELCOME("You are logged in.", "تم تسجيل الدخول."),
    LOGGED_OUT("You are logged out.", "تم تسجيل الخروج."),
    WRONG("The user name or the password is wrong.", "اسم المستخدم أو كلمة المرور غير صحيحة."),
    WRONG_CODE("The code is wrong, or was used already.", "الرمز غير صحيح أو سبق استخدامه."),
    WAIT("Too many tries. Come again in a while.", "محاولات كثيرة. حاول مرة أخرى بعد قليل."),
    GONE(
            "This login is over, or began in another browser. Begin again where you work.",
            "انتهت هذه المحاولة أو بدأت في متصفح آخر. ابدأ من جديد من مكان عملك."),
    BAD_REQUEST("Whoever sent you here asked for something wrong.", "الطلب الذي أحالك إلى هنا غير صحيح."),
    NOTHING("There is nothing here.", "لا يوجد شيء هنا."),
    NOT_GOOD(
            "The secret is not good: wrong, used, too old, or of another user name.",
            "المفتاح غير صالح: خاطئ أو مستخدم أو منتهي أو لاسم مستخدم آخر."),
    BAD_USER_NAME(
            "A user name has 3 to 64 small letters, digits and . _ @ -",
            "اسم المستخدم من 3 إلى 64 من الحروف اللاتينية الصغيرة والأرقام و . _ @ -"),
    TOO_SHORT("The password is shorter than 15 characters.", "كلمة المرور أقصر من 15 حرفا."),
    TOO_LONG("The password is longer than 128 characters.", "كلمة المرور أطول من 128 حرفا."),
    HAS_USER_NAME("The password contains the user name.", "كلمة المرور تحتوي على اسم المستخدم."),
    KNOWN("The password is one that others try first.", "كلمة المرور معروفة أو سهلة التخمين.");

    private final String english;
    private final String arabic;

    Words(String english, String arabic) {
        this.english = english;
        this.arabic = arabic;
    }

    String in(boolean arab) {
        return arab ? arabic : english;
    }

    static Words of(PasswordRules.Fault fault) {
        return switch (fault) {
            case TOO_SHORT -> TOO_SHORT;
            case TOO_LONG -> TOO_LONG;
            case HAS_USER_NAME -> HAS_USER_NAME;
            case KNOWN -> KNOWN;
        };
    }
}
