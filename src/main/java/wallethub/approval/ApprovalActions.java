package wallethub.approval;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import wallethub.access.Caller;

/** Everything that can be asked for, by its kind. */
@Component
class ApprovalActions {

    private final Map<String, ApprovalAction<?>> actions = new TreeMap<>();

    /** @throws IllegalStateException when two have one kind */
    ApprovalActions(List<ApprovalAction<?>> all) {
        for (ApprovalAction<?> action : all) {
            if (actions.put(action.kind(), action) != null) {
                throw new IllegalStateException("two actions are of kind " + action.kind());
            }
        }
    }

    /** Empty for a kind that no part of the hub does, or does any more. */
    Optional<ApprovalAction<?>> find(String kind) {
        return Optional.ofNullable(actions.get(kind));
    }

    /** The kinds that the caller may decide, of whatever amount. */
    List<String> decidableBy(Caller caller) {
        return actions.values().stream()
                .filter(action -> mayDecideSome(action, caller.permissions()))
                .map(ApprovalAction::kind)
                .toList();
    }

    static boolean mayDecideSome(ApprovalAction<?> action, Set<String> permissions) {
        return permissions.contains(action.checker().wire())
                || action.largeChecker()
                        .filter(large -> permissions.contains(large.wire()))
                        .isPresent();
    }
}
