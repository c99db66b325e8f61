package io.counterweight.controller.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What must outlive the process: intents, the engine's memory, decisions. One SQLite database in WAL mode with full synchronisation:
 * what a method has written when it returns survives {@code kill -9} and a power cut. Safe for any thread; calls wait for the disk.
 */
public final class Journal implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;
    /** Decisions stop growing at this part of the whole, so that intents always find room. */
    private static final double DECISIONS_SHARE = 0.8;

    private static final int PRUNED_AT_ONCE = 1000;

    /** One decision as it was recorded. */
    public record Recorded(long id, long wallMillis, String service, String json) {}

    /** One intent as it was received. */
    public record Kept(String key, String stamp, String json) {}

    private final Connection connection;
    private final long maxPages;

    private Journal(Connection connection, long maxPages) {
        this.connection = connection;
        this.maxPages = maxPages;
    }

    /** Opens or creates the journal in this directory, never to grow above so many bytes. */
    public static Journal open(Path directory, long maxBytes) throws JournalFailure {
        try {
            Files.createDirectories(directory);
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
            long maxPages = Math.max(64, maxBytes / PAGE_BYTES);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA page_size=" + PAGE_BYTES);
                statement.execute("PRAGMA journal_mode=WAL");
                statement.execute("PRAGMA synchronous=FULL");
                statement.execute("PRAGMA journal_size_limit=" + 16 * 1024 * 1024);
                statement.execute("PRAGMA max_page_count=" + maxPages);
                statement.execute("PRAGMA busy_timeout=2000");
                statement.execute("CREATE TABLE IF NOT EXISTS intents(key TEXT NOT NULL, stamp TEXT NOT NULL,"
                        + " json TEXT NOT NULL, PRIMARY KEY(key, stamp)) WITHOUT ROWID");
                statement.execute("CREATE TABLE IF NOT EXISTS memory(name TEXT PRIMARY KEY, json TEXT NOT NULL)");
                statement.execute("CREATE TABLE IF NOT EXISTS decisions(id INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
                        + " service TEXT NOT NULL, json TEXT NOT NULL)");
                statement.execute("CREATE INDEX IF NOT EXISTS decisions_by_service ON decisions(service, id)");
            }
            return new Journal(connection, maxPages);
        } catch (IOException | SQLException e) {
            throw new JournalFailure(
                    "journal.directory " + directory + " cannot be used: " + e.getMessage()
                            + "; make it writable for this user",
                    e);
        }
    }

    /** Writes an intent, in place of those that it replaces, and the writer's clock with it. */
    public synchronized void write(Kept intent, List<Kept> replaced, String clock) throws JournalFailure {
        inTransaction(() -> {
            for (Kept old : replaced) {
                delete(old.key(), old.stamp());
            }
            update(
                    "INSERT OR REPLACE INTO intents(key, stamp, json) VALUES(?, ?, ?)",
                    intent.key(),
                    intent.stamp(),
                    intent.json());
            remember("clock", clock);
        });
    }

    public synchronized void forget(List<Kept> intents) throws JournalFailure {
        inTransaction(() -> {
            for (Kept intent : intents) {
                delete(intent.key(), intent.stamp());
            }
        });
    }

    public synchronized List<Kept> intents() throws JournalFailure {
        List<Kept> intents = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT key, stamp, json FROM intents ORDER BY key, stamp")) {
            while (rows.next()) {
                intents.add(new Kept(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
            return intents;
        } catch (SQLException e) {
            throw failure("reading intents", e);
        }
    }

    /** Writes what is to be remembered under a name, and decisions with it. */
    public synchronized void save(String name, String json, List<Recorded> decisions) throws JournalFailure {
        inTransaction(() -> {
            remember(name, json);
            for (Recorded decision : decisions) {
                update(
                        "INSERT OR REPLACE INTO decisions(id, at, service, json) VALUES(?, ?, ?, ?)",
                        decision.id(),
                        decision.wallMillis(),
                        decision.service(),
                        decision.json());
            }
        });
    }

    public synchronized Optional<String> memory(String name) throws JournalFailure {
        try (PreparedStatement statement = connection.prepareStatement("SELECT json FROM memory WHERE name = ?")) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw failure("reading " + name, e);
        }
    }

    /** The latest decisions first; of one service, or of all where it is empty. */
    public synchronized List<Recorded> decisions(Optional<String> service, long below, int limit)
            throws JournalFailure {
        String where = service.isPresent() ? " AND service = ?" : "";
        List<Recorded> decisions = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id, at, service, json FROM decisions WHERE id < ?" + where + " ORDER BY id DESC LIMIT ?")) {
            int column = 1;
            statement.setLong(column++, below);
            if (service.isPresent()) {
                statement.setString(column++, service.get());
            }
            statement.setInt(column, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    decisions.add(new Recorded(rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getString(4)));
                }
            }
            return decisions;
        } catch (SQLException e) {
            throw failure("reading decisions", e);
        }
    }

    public synchronized long lastDecision() throws JournalFailure {
        return number("SELECT COALESCE(MAX(id), 0) FROM decisions");
    }

    /** Drops decisions older than this, and the oldest of them while they leave too little room. */
    public synchronized void prune(long keepSinceWallMillis) throws JournalFailure {
        inTransaction(() -> update(
                "DELETE FROM decisions WHERE id IN (SELECT id FROM decisions WHERE at < ? ORDER BY id LIMIT ?)",
                keepSinceWallMillis,
                PRUNED_AT_ONCE));
        if (number("PRAGMA page_count") - number("PRAGMA freelist_count") > maxPages * DECISIONS_SHARE) {
            inTransaction(() -> update(
                    "DELETE FROM decisions WHERE id IN (SELECT id FROM decisions ORDER BY id LIMIT ?)",
                    PRUNED_AT_ONCE));
        }
    }

    private void delete(String key, String stamp) throws SQLException {
        update("DELETE FROM intents WHERE key = ? AND stamp = ?", key, stamp);
    }

    private void remember(String name, String json) throws SQLException {
        update("INSERT OR REPLACE INTO memory(name, json) VALUES(?, ?)", name, json);
    }

    private void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private long number(String sql) throws JournalFailure {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw failure(sql, e);
        }
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void inTransaction(Work work) throws JournalFailure {
        try {
            connection.setAutoCommit(false);
            try {
                work.run();
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failure("writing", e);
        }
    }

    private static JournalFailure failure(String what, SQLException e) {
        return new JournalFailure("journal, " + what + ": " + e.getMessage(), e);
    }

    @Override
    public synchronized void close() throws JournalFailure {
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure("closing", e);
        }
    }
}
