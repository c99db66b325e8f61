package io.counterweight.controller.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must outlive the process (rule G11): intents, the engine's memory, decisions. What a method has written when it returns
 * survives {@code kill -9} and a power cut. Safe for any thread; calls wait for the disk.
 */
public final class Journal implements AutoCloseable {
    /** Decisions stop growing at this part of the whole, so that intents always find room. */
    private static final double DECISIONS_SHARE = 0.8;

    private static final int PRUNED_AT_ONCE = 1000;

    /** One decision as it was recorded. */
    public record Recorded(long id, long wallMillis, String service, String json) {}

    /** One intent as it was received. */
    public record Kept(String key, String stamp, String json) {}

    private final Database database;

    private Journal(Database database) {
        this.database = database;
    }

    /** Opens or creates the journal in this directory, never to grow above so many bytes. */
    public static Journal open(Path directory, long maxBytes) throws JournalFailure {
        return new Journal(Database.open(directory, maxBytes));
    }

    /** Writes intents, in place of those that they replace, and the writer's clock with them. */
    public synchronized void write(List<Kept> intents, List<Kept> replaced, String clock) throws JournalFailure {
        database.transaction(() -> {
            delete(replaced);
            for (Kept intent : intents) {
                database.update(
                        "INSERT OR REPLACE INTO intents(key, stamp, json) VALUES(?, ?, ?)",
                        intent.key(),
                        intent.stamp(),
                        intent.json());
            }
            remember("clock", clock);
        });
    }

    public synchronized void forget(List<Kept> intents) throws JournalFailure {
        database.transaction(() -> delete(intents));
    }

    private void delete(List<Kept> intents) throws SQLException {
        for (Kept intent : intents) {
            database.update("DELETE FROM intents WHERE key = ? AND stamp = ?", intent.key(), intent.stamp());
        }
    }

    public synchronized List<Kept> intents() throws JournalFailure {
        return database.query(
                row -> new Kept(row.getString(1), row.getString(2), row.getString(3)),
                "SELECT key, stamp, json FROM intents ORDER BY key, stamp");
    }

    /** Writes what is to be remembered under a name, and decisions with it; the oldest decisions make room for them. */
    public synchronized void save(String name, String json, List<Recorded> decisions) throws JournalFailure {
        boolean full = !decisions.isEmpty() && database.taken() > DECISIONS_SHARE;
        database.transaction(() -> {
            if (full) {
                dropOldest(decisions.size() * 2);
            }
            remember(name, json);
            for (Recorded decision : decisions) {
                database.update(
                        "INSERT OR REPLACE INTO decisions(id, at, service, json) VALUES(?, ?, ?, ?)",
                        decision.id(),
                        decision.wallMillis(),
                        decision.service(),
                        decision.json());
            }
        });
    }

    private void remember(String name, String json) throws SQLException {
        database.update("INSERT OR REPLACE INTO memory(name, json) VALUES(?, ?)", name, json);
    }

    public synchronized Optional<String> memory(String name) throws JournalFailure {
        return database.query(row -> row.getString(1), "SELECT json FROM memory WHERE name = ?", name).stream()
                .findFirst();
    }

    /** What is remembered under the names that begin so. */
    public synchronized SortedMap<String, String> memories(String prefix) throws JournalFailure {
        SortedMap<String, String> memories = new TreeMap<>();
        database.query(
                        row -> new String[] {row.getString(1), row.getString(2)},
                        "SELECT name, json FROM memory WHERE substr(name, 1, ?) = ?",
                        prefix.length(),
                        prefix)
                .forEach(row -> memories.put(row[0], row[1]));
        return memories;
    }

    /** The latest decisions first; of one service, or of all where it is empty. */
    public synchronized List<Recorded> decisions(Optional<String> service, long below, int limit)
            throws JournalFailure {
        String columns = "SELECT id, at, service, json FROM decisions WHERE id < ?";
        Database.Row<Recorded> row =
                each -> new Recorded(each.getLong(1), each.getLong(2), each.getString(3), each.getString(4));
        return service.isPresent()
                ? database.query(
                        row, columns + " AND service = ? ORDER BY id DESC LIMIT ?", below, service.get(), limit)
                : database.query(row, columns + " ORDER BY id DESC LIMIT ?", below, limit);
    }

    public synchronized long lastDecision() throws JournalFailure {
        return database.number("SELECT COALESCE(MAX(id), 0) FROM decisions");
    }

    /** Drops decisions older than this, and the oldest of them while they leave too little room. */
    public synchronized void prune(long keepSinceWallMillis) throws JournalFailure {
        database.transaction(() -> database.update(
                "DELETE FROM decisions WHERE id IN (SELECT id FROM decisions WHERE at < ? ORDER BY id LIMIT ?)",
                keepSinceWallMillis,
                PRUNED_AT_ONCE));
        if (database.taken() > DECISIONS_SHARE) {
            database.transaction(() -> dropOldest(PRUNED_AT_ONCE));
        }
    }

    private void dropOldest(int count) throws SQLException {
        database.update("DELETE FROM decisions WHERE id IN (SELECT id FROM decisions ORDER BY id LIMIT ?)", count);
    }

    /** A setting of the database, for tests and for people who look. */
    long setting(String pragma) throws JournalFailure {
        return database.number("PRAGMA " + pragma);
    }

    @Override
    public synchronized void close() throws JournalFailure {
        database.close();
    }
}
