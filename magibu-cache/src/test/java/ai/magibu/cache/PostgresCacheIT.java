package ai.magibu.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.magibu.dev.postgres.DevPostgres;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresCacheIT {

    private static DevPostgres postgres;
    private static DataSource dataSource;

    private final PostgresCache cache = new PostgresCache(dataSource);

    @BeforeAll
    static void start() {
        postgres = DevPostgres.temporary();
        dataSource = postgres.dataSource();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void empty() throws SQLException {
        execute("DROP TABLE IF EXISTS magibu_embedding_cache");
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static CacheKey key(String model, int text) {
        return CacheKey.of(model, List.of("text " + text));
    }

    private static CachedVector vector(int text) {
        return new CachedVector(new float[] {text, -1.5f, Float.MIN_VALUE, 1 / 3f}, text, text % 3);
    }

    /** More than a group of a statement. */
    private static Map<CacheKey, CachedVector> entries(int count) {
        Map<CacheKey, CachedVector> entries = new HashMap<>();
        IntStream.range(0, count).forEach(text -> entries.put(key("model", text), vector(text)));
        return entries;
    }

    @Test
    void entriesAreFound_byAnotherInstance_bitForBit() {
        assertThat(cache.find(List.of(key("model", 1)))).isEmpty();
        Map<CacheKey, CachedVector> entries = entries(1_234);
        cache.store(entries);
        cache.store(entries(3));
        assertThat(new PostgresCache(dataSource).find(entries(1_300).keySet())).isEqualTo(entries);
        assertThat(cache.find(List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "vector = substring(vector FROM 2)", "vector = substring(vector FROM 5)", "vector = ''", "vector = set_byte(vector, 3, 77)",
            "tokens = 99",
            "dropped_tokens = -1", "checksum = 0",
            "key = sha256(key)"
    })
    void damagedRow_isMissing_andReplaced(String damage) throws SQLException {
        Map<CacheKey, CachedVector> entry = Map.of(key("model", 5), vector(5));
        cache.store(entry);
        execute("UPDATE magibu_embedding_cache SET " + damage);
        assertThat(cache.find(entry.keySet())).isEmpty();
        cache.store(entry);
        assertThat(cache.find(entry.keySet())).isEqualTo(entry);
    }

    @Test
    void rowsOfTwoTexts_thatAreExchanged_areMissing() throws SQLException {
        cache.store(entries(2));
        execute("UPDATE magibu_embedding_cache a SET vector = b.vector, tokens = b.tokens, dropped_tokens = b.dropped_tokens,"
                + " checksum = b.checksum FROM magibu_embedding_cache b WHERE a.key <> b.key");
        assertThat(cache.find(entries(2).keySet())).isEmpty();
    }

    @Test
    void oldEntries_areDeleted() throws SQLException {
        cache.store(entries(3));
        execute("UPDATE magibu_embedding_cache SET created_at = '2026-01-01T00:00:00Z' WHERE tokens < 2");
        assertThat(cache.deleteOlderThan(Instant.parse("2026-01-01T00:00:01Z"))).isEqualTo(2);
        assertThat(cache.find(entries(3).keySet())).containsOnlyKeys(key("model", 2));
    }

    @Test
    void entriesOfOtherModels_areDeleted() {
        cache.store(Map.of(key("old", 1), vector(1), key("new", 1), vector(1), key("other", 1), vector(1)));
        assertThat(cache.deleteOtherModels(List.of("new", "other"))).isEqualTo(1);
        assertThat(cache.find(List.of(key("old", 1), key("new", 1), key("other", 1)))).hasSize(2);
    }

    @Test
    void tableInASchema_isCreated_withItsLetters() throws SQLException {
        execute("CREATE SCHEMA IF NOT EXISTS \"Özel\"");
        PostgresCache other = new PostgresCache(dataSource, "Özel.Vektörler");
        other.store(entries(1));
        assertThat(other.find(entries(1).keySet())).hasSize(1);
        execute("SELECT key FROM \"Özel\".\"Vektörler\"");
        assertThat(cache.find(entries(1).keySet())).isEmpty();
    }

    @Test
    void databaseError_isACacheException_andTheTableIsCreatedAgain() throws SQLException {
        cache.store(entries(1));
        execute("DROP TABLE magibu_embedding_cache");
        assertThatExceptionOfType(CacheException.class).isThrownBy(() -> cache.find(entries(1).keySet()))
                .withMessageContaining("magibu_embedding_cache");
        cache.store(entries(1));
        assertThat(cache.find(entries(1).keySet())).hasSize(1);
    }

    /** Without auto-commit, and never closed: a failed transaction must not stay open. */
    @Test
    void connectionThatIsReused_worksAfterAnError() throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Connection reused = (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> method.getName().equals("close") ? null : method.invoke(connection, arguments));
            DataSource single = (DataSource) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> reused);
            PostgresCache own = new PostgresCache(single);
            own.store(entries(1));
            execute("DROP TABLE magibu_embedding_cache");
            assertThatExceptionOfType(CacheException.class).isThrownBy(() -> own.find(entries(1).keySet()));
            own.store(entries(1));
            assertThat(cache.find(entries(1).keySet())).hasSize(1);
        }
    }

    @Test
    void threadsThatStoreTheSameEntries_doNotDisturbEachOther() throws Exception {
        Map<CacheKey, CachedVector> entries = entries(700);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Map<CacheKey, CachedVector>>> tasks = new ArrayList<>();
            for (int task = 0; task < 4; task++) {
                tasks.add(() -> {
                    PostgresCache own = new PostgresCache(dataSource);
                    own.store(entries);
                    return own.find(entries.keySet());
                });
            }
            for (Future<Map<CacheKey, CachedVector>> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isEqualTo(entries);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "a.", "vektör\"; DROP TABLE x", "a b", "1a",
            "ş23456789012345678901234567890123456789012345678901234567890123"})
    void invalidName_isRejected(String table) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PostgresCache(dataSource, table)).withMessageContaining("table:");
    }
}
