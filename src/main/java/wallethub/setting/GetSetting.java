package wallethub.setting;

/** One group of settings. */
record GetSetting(String group) {}
