package dev.perennial.registry.store;

import org.junit.jupiter.api.AfterAll;

final class S3ObjectStoreTest extends ObjectStoreContract {
    private static final S3ObjectStore STORE = TestStores.fresh("contract");

    @AfterAll
    static void closeStore() {
        STORE.close();
    }

    @Override
    ObjectStore store() {
        return STORE;
    }
}
