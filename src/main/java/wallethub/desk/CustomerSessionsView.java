package wallethub.desk;

import java.util.List;
import wallethub.login.CustomerSession;

/** The sessions of a customer that are alive, the last used first. */
record CustomerSessionsView(List<CustomerSession> items) {

    CustomerSessionsView {
        items = List.copyOf(items);
    }
}
