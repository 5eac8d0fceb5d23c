package wallethub.shop;

import java.util.List;
import org.jspecify.annotations.Nullable;
import wallethub.id.StoreId;
import wallethub.id.StoreKeyId;

/**
 * A store is to have a new key, or one that takes another's place.
 *
 * @param replaces with it the new key rotates that one
 * @param overlapMinutes how long that one is good after the new one was issued
 * @param validDays of the new key
 */
record RequestStoreKey(
        StoreId id,
        KeyUse use,
        List<String> scopes,
        @Nullable StoreKeyId replaces,
        int overlapMinutes,
        int validDays,
        String reason) {}
