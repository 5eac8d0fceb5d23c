package wallethub.setting;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Looks for changed settings while the hub runs. */
@Component
class SettingLooks implements SmartLifecycle {

    private final Settings settings;

    SettingLooks(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void start() {
        settings.looks().start();
    }

    @Override
    public void stop() {
        settings.looks().stop();
    }

    @Override
    public boolean isRunning() {
        return settings.looks().isRunning();
    }
}
