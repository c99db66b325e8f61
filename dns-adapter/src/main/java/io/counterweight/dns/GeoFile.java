package io.counterweight.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a file in MaxMind's format on a thread of its own: reads it, and again when it is another one. A file that cannot be read
 * changes nothing.
 */
final class GeoFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GeoFile.class);

    /** What tells one file from the next. */
    private record Seen(FileTime modified, long bytes) {}

    private final GeoConfig config;
    private final Consumer<RegionTable> onTable;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "geo-file");
        made.setDaemon(true);
        return made;
    });
    private Optional<Seen> last = Optional.empty();
    private volatile String failing = "";

    /** {@code onTable} is told of every table that was read, on this file's thread. */
    GeoFile(GeoConfig config, Consumer<RegionTable> onTable) {
        this.config = config;
        this.onTable = onTable;
    }

    /** Reads it now, and looks again this often. */
    void start(Duration every) {
        Future<?> unused = thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Looks once more, soon. */
    void lookAgain() {
        thread.execute(this::look);
    }

    /** Why the file that is there now cannot be read; empty while it can. */
    String failing() {
        return failing;
    }

    private void look() {
        try {
            Seen now = new Seen(Files.getLastModifiedTime(config.file()), Files.size(config.file()));
            if (last.equals(Optional.of(now))) {
                return;
            }
            last = Optional.of(now);
            onTable.accept(GeoReader.read(config));
            failing = "";
            LOG.info("regions are read from {}", config.file());
        } catch (IOException | RuntimeException e) {
            String why = e instanceof IOException ? String.valueOf(e.getMessage()) : e.toString();
            if (!why.equals(failing)) {
                LOG.error("regions stay as they were: {}", why);
            }
            failing = why;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
