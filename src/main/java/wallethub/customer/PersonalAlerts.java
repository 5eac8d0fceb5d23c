package wallethub.customer;

import org.springframework.stereotype.Component;
import wallethub.database.ErasedPerson;
import wallethub.database.PersonalRecords;

/** A customer's alerts: ids and amounts, which stay; what is open is over, and nobody is told any more. */
@Component
class PersonalAlerts implements PersonalRecords {

    private final WalletAlerts alerts;

    PersonalAlerts(WalletAlerts alerts) {
        this.alerts = alerts;
    }

    @Override
    public void erase(ErasedPerson person) {
        alerts.clearAll(person.wallet());
    }
}
