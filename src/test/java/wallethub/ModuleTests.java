package wallethub;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** The package table of {@code docs/architecture.md}, held. */
class ModuleTests {

    @Test
    void everyPackageUsesOnlyWhatItsPackageInfoNames() {
        ApplicationModules.of(WalletHub.class).verify();
    }
}
