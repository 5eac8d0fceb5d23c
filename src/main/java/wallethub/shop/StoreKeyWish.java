package wallethub.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.id.StaffId;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/**
 * A store is to have a key.
 *
 * @param replaces the key that gives way to it; null for one beside the others
 * @param overlapMinutes how long that one is good after this one was issued
 * @param holder who asked for it, and gets to see it
 */
record StoreKeyWish(
        StoreKeyId id,
        StoreId store,
        KeyUse use,
        List<String> scopes,
        @Nullable StoreKeyId replaces,
        int overlapMinutes,
        int validDays,
        StaffId holder) {

    StoreKeyWish {
        scopes = scopes.stream().sorted().distinct().toList();
    }
}
