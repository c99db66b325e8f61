package io.counterweight.controller.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/** One SQLite database in WAL mode with full synchronisation, of one process alone. Used by one thread at a time. */
final class Database implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;
    private static final int FEWEST_PAGES = 64;
    private static final int WAL_KEPT_BYTES = 16 * 1024 * 1024;

    /** What is done in one transaction. */
    interface Work {
        void run() throws SQLException;
    }

    /** From one row to a value. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final FileChannel lock;
    private final long maxPages;

    private Database(Connection connection, FileChannel lock, long maxPages) {
        this.connection = connection;
        this.lock = lock;
        this.maxPages = maxPages;
    }

    /** Opens or creates the database in this directory, never to grow above so many bytes. */
    static Database open(Path directory, long maxBytes) throws JournalFailure {
        FileChannel lock = lock(directory);
        long maxPages = Math.max(FEWEST_PAGES, maxBytes / PAGE_BYTES);
        try {
            return new Database(connect(directory.resolve("journal.db"), maxPages), lock, maxPages);
        } catch (SQLException e) {
            release(lock);
            throw new JournalFailure(
                    "journal.directory " + directory + " holds no journal that can be used: " + e.getMessage()
                            + "; restore it from a copy, or move it away to begin with an empty one",
                    e);
        }
    }

    private static Connection connect(Path file, long maxPages) throws SQLException {
        // Not by the driver manager, which knows the drivers of one class loader alone.
        Connection connection = JDBC.createConnection(JDBC.PREFIX + file, new Properties());
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=2000");
            statement.execute("PRAGMA page_size=" + PAGE_BYTES);
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA journal_size_limit=" + WAL_KEPT_BYTES);
            statement.execute("PRAGMA max_page_count=" + maxPages);
            statement.execute("CREATE TABLE IF NOT EXISTS intents(key TEXT NOT NULL, stamp TEXT NOT NULL,"
                    + " json TEXT NOT NULL, PRIMARY KEY(key, stamp)) WITHOUT ROWID");
            statement.execute("CREATE TABLE IF NOT EXISTS memory(name TEXT PRIMARY KEY, json TEXT NOT NULL)");
            statement.execute("CREATE TABLE IF NOT EXISTS decisions(id INTEGER PRIMARY KEY, at INTEGER NOT NULL,"
                    + " service TEXT NOT NULL, json TEXT NOT NULL)");
            statement.execute("CREATE INDEX IF NOT EXISTS decisions_by_service ON decisions(service, id)");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Two controllers with one journal would give the same stamps twice. */
    private static FileChannel lock(Path directory) throws JournalFailure {
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (taken(channel) == null) {
                channel.close();
                throw new JournalFailure(
                        "journal.directory " + directory
                                + " is in use by another controller: give each one its own, or end the other first",
                        null);
            }
            return channel;
        } catch (IOException e) {
            throw new JournalFailure(
                    "journal.directory " + directory + " cannot be used: " + e
                            + "; make it a folder that this user may write to, on a disk that is there",
                    e);
        }
    }

    private static @Nullable FileLock taken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All of it or nothing. */
    void transaction(Work work) throws JournalFailure {
        try {
            update("BEGIN IMMEDIATE");
            try {
                work.run();
                update("COMMIT");
            } catch (SQLException e) {
                rollBack(e);
                throw e;
            }
        } catch (SQLException e) {
            throw new JournalFailure("the journal cannot be written: " + e.getMessage(), e);
        }
    }

    /** A full disk has ended the transaction already, which is no second failure. */
    private void rollBack(SQLException cause) {
        try {
            update("ROLLBACK");
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    /** Within a transaction. */
    void update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            statement.executeUpdate();
        }
    }

    <T> List<T> query(Row<T> row, String sql, Object... values) throws JournalFailure {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(row.read(rows));
            }
            return read;
        } catch (SQLException e) {
            throw new JournalFailure("the journal cannot be read: " + e.getMessage(), e);
        }
    }

    long number(String sql) throws JournalFailure {
        return query(row -> row.getLong(1), sql).stream().findFirst().orElse(0L);
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** The part of the whole that is taken, 0 to 1. */
    double taken() throws JournalFailure {
        return (double) (number("PRAGMA page_count") - number("PRAGMA freelist_count")) / maxPages;
    }

    @Override
    public void close() throws JournalFailure {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new JournalFailure("the journal cannot be closed: " + e.getMessage(), e);
        } finally {
            release(lock);
        }
    }
}
