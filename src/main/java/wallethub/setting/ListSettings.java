package wallethub.setting;

/** All groups of settings. */
record ListSettings() {}
