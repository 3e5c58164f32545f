package ai.magibu.cache;

import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * A cache in a table of PostgreSQL, which several processes may share, and which survives restarts. It does not delete entries by itself:
 * see {@link #deleteOlderThan} and {@link #deleteOtherModels}. Thread-safe if the data source is.
 *
 * <p>The first call creates the table if it is missing. A row that does not match its checksum counts as missing, and is replaced. The
 * methods throw a {@link CacheException} if the database fails.
 */
public final class PostgresCache implements EmbeddingCache {

    /** Some megabytes for each statement. */
    private static final int GROUP = 500;

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    private final DataSource dataSource;
    private final String table;
    private volatile boolean created;

    /** Creates a cache in the table {@code magibu_embedding_cache} of the connection's default schema. Does not use the database. */
    public PostgresCache(DataSource dataSource) {
        this(dataSource, "magibu_embedding_cache");
    }

    /**
     * Creates a cache in a table. Does not use the database.
     *
     * @param table the name, with an optional schema: {@code embedding_cache} or {@code app.embedding_cache}. It is quoted, so the case of
     *     letters matters
     * @throws IllegalArgumentException if a name has other characters than letters, digits, {@code _} and {@code $}, or more than 63 bytes
     *     in UTF-8
     */
    public PostgresCache(DataSource dataSource, String table) {
        this.dataSource = dataSource;
        List<String> names = List.of(table.split("\\.", -1));
        if (names.size() > 2 || !names.stream().allMatch(PostgresCache::isName)) {
            throw new IllegalArgumentException("table: \"" + table + "\" is not a valid name; use table or schema.table, with letters, "
                    + "digits, _ and $ only, and at most 63 bytes of UTF-8 each");
        }
        this.table = "\"" + String.join("\".\"", names) + "\"";
    }

    /** PostgreSQL cuts a longer name, so that two caches would share a table. */
    private static boolean isName(String name) {
        return NAME.matcher(name).matches() && name.getBytes(StandardCharsets.UTF_8).length <= 63;
    }

    @Override
    public Map<CacheKey, CachedVector> find(Collection<CacheKey> keys) {
        return inDatabase("read", connection -> {
            Map<CacheKey, CachedVector> found = new HashMap<>();
            for (List<CacheKey> group : groups(List.copyOf(keys))) {
                find(connection, group, found);
            }
            return found;
        });
    }

    private void find(Connection connection, List<CacheKey> keys, Map<CacheKey, CachedVector> found) throws SQLException {
        Map<String, CacheKey> byHash = new HashMap<>();
        keys.forEach(key -> byHash.put(key.toString(), key));
        Array hashes = connection.createArrayOf("bytea", keys.stream().map(CacheKey::bytes).toArray(byte[][]::new));
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT encode(key, 'hex'), vector, tokens, dropped_tokens, checksum FROM " + table + " WHERE key = ANY (?)")) {
            select.setArray(1, hashes);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    CacheKey key = byHash.get(rows.getString(1));
                    CachedVector vector =
                            key == null ? null : StoredVector.read(key, rows.getBytes(2), rows.getInt(3), rows.getInt(4), rows.getLong(5));
                    if (key != null && vector != null) {
                        found.put(key, vector);
                    }
                }
            }
        } finally {
            hashes.free();
        }
    }

    @Override
    public void store(Map<CacheKey, CachedVector> entries) {
        // Processes that store the same keys lock them in the same order.
        Map<String, Map.Entry<CacheKey, CachedVector>> sorted = new TreeMap<>();
        entries.entrySet().forEach(entry -> sorted.put(entry.getKey().toString(), entry));
        inDatabase("written", connection -> {
            for (List<Map.Entry<CacheKey, CachedVector>> group : groups(List.copyOf(sorted.values()))) {
                store(connection, group);
            }
            return entries;
        });
    }

    /** Replaces a row only if it differs: a damaged one. */
    private void store(Connection connection, List<Map.Entry<CacheKey, CachedVector>> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table
                + " AS old (key, model, vector, tokens, dropped_tokens, checksum) SELECT * FROM unnest(?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (key) DO UPDATE SET vector = excluded.vector, tokens = excluded.tokens,"
                + " dropped_tokens = excluded.dropped_tokens, checksum = excluded.checksum, created_at = excluded.created_at"
                + " WHERE (old.vector, old.tokens, old.dropped_tokens, old.checksum)"
                + " IS DISTINCT FROM (excluded.vector, excluded.tokens, excluded.dropped_tokens, excluded.checksum)")) {
            List<StoredVector> rows = entries.stream().map(entry -> StoredVector.of(entry.getKey(), entry.getValue())).toList();
            insert.setArray(1,
                    connection.createArrayOf("bytea", entries.stream().map(entry -> entry.getKey().bytes()).toArray(byte[][]::new)));
            insert.setArray(2, connection.createArrayOf("text", entries.stream().map(entry -> entry.getKey().model()).toArray()));
            insert.setArray(3, connection.createArrayOf("bytea", rows.stream().map(StoredVector::bytes).toArray(byte[][]::new)));
            insert.setArray(4, connection.createArrayOf("int4", rows.stream().map(row -> row.vector().tokens()).toArray()));
            insert.setArray(5, connection.createArrayOf("int4", rows.stream().map(row -> row.vector().droppedTokens()).toArray()));
            insert.setArray(6, connection.createArrayOf("int8", rows.stream().map(StoredVector::checksum).toArray()));
            insert.executeUpdate();
        }
    }

    /**
     * Deletes the entries that were stored before a time, used or not.
     *
     * @return the number of deleted entries
     */
    public int deleteOlderThan(Instant time) {
        return inDatabase("cleared", connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE created_at < ?")) {
                delete.setObject(1, time.atOffset(ZoneOffset.UTC));
                return delete.executeUpdate();
            }
        });
    }

    /**
     * Deletes the entries of all models except those with these identities.
     *
     * @return the number of deleted entries
     */
    public int deleteOtherModels(Collection<String> identities) {
        return inDatabase("cleared", connection -> {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE model <> ALL (?)")) {
                delete.setArray(1, connection.createArrayOf("text", identities.toArray()));
                return delete.executeUpdate();
            }
        });
    }

    /** Statements of one use of the cache. */
    private interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private <T> T inDatabase(String done, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            return inTransaction(connection, work);
        } catch (SQLException e) {
            created = false; // somebody may have dropped the table
            throw new CacheException("the embedding cache " + table + " cannot be " + done + ": " + e.getMessage(), e);
        }
    }

    private <T> T inTransaction(Connection connection, Work<T> work) throws SQLException {
        try {
            if (!created) {
                createTable(connection);
                created = true;
            }
            T result = work.run(connection);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return result;
        } catch (SQLException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    /** The data source may give the same connection again. */
    private static void rollBack(Connection connection, SQLException failure) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** Looks first, because a user without the right to create tables cannot run CREATE TABLE IF NOT EXISTS either. */
    private void createTable(Connection connection) throws SQLException {
        try (PreparedStatement lookup = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            lookup.setString(1, table);
            try (ResultSet found = lookup.executeQuery()) {
                if (found.next() && found.getBoolean(1)) {
                    return;
                }
            }
        }
        try (Statement create = connection.createStatement()) {
            // One transaction: two processes that create the same table at the same time would fail.
            create.execute("SELECT pg_advisory_xact_lock(7239120465518); CREATE TABLE IF NOT EXISTS " + table
                    + " (key bytea PRIMARY KEY, model text NOT NULL, vector bytea NOT NULL, tokens integer NOT NULL,"
                    + " dropped_tokens integer NOT NULL, checksum bigint NOT NULL, created_at timestamptz NOT NULL DEFAULT now())");
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }

    private static <T> List<List<T>> groups(List<T> all) {
        List<List<T>> groups = new ArrayList<>();
        for (int start = 0; start < all.size(); start += GROUP) {
            groups.add(all.subList(start, Math.min(start + GROUP, all.size())));
        }
        return groups;
    }
}
