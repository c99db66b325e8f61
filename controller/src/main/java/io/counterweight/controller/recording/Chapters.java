package io.counterweight.controller.recording;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of a controller's chapters: a file each. Reading is safe for any thread; the oldest may go at any time. */
public final class Chapters {
    private static final Logger LOG = LoggerFactory.getLogger(Chapters.class);

    /** How much is kept. */
    public record Bounds(Duration keep, long maxBytes) {}

    /** One chapter, as far as its file tells. */
    record Chapter(ChapterName name, Path file, long bytes, long writtenMillis) {}

    /**
     * What is there.
     *
     * @param from wall time in milliseconds at which the oldest chapter begins
     * @param to when something was last written
     * @param gaps between chapters of which one does not begin where the other ends
     */
    public record Contents(long from, long to, long bytes, int chapters, List<Hole> gaps) {
        /** A while that is not recorded; {@code restarted}: a new life of the controller began in it. */
        public record Hole(long from, long to, boolean restarted) {}
    }

    private final Path folder;

    public Chapters(Path folder) {
        this.folder = folder;
    }

    Path file(ChapterName name) {
        return folder.resolve(name.toString());
    }

    void makeFolder() throws IOException {
        Files.createDirectories(folder);
    }

    /** Bytes that the disk has left. */
    long room() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    List<Chapter> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Chapter> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Optional<ChapterName> name =
                        ChapterName.parse(file.getFileName().toString());
                if (name.isPresent()) {
                    try {
                        all.add(new Chapter(
                                name.get(),
                                file,
                                Files.size(file),
                                Files.getLastModifiedTime(file).toMillis()));
                    } catch (NoSuchFileException e) {
                        LOG.debug("{} has just been dropped", file);
                    }
                }
            }
        }
        all.sort(Comparator.comparing(each -> each.name().toString()));
        return all;
    }

    /** What is there; empty where nothing is. */
    public Optional<Contents> contents() throws IOException {
        List<Chapter> all = all();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Contents.Hole> gaps = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            bytes += all.get(i).bytes();
            if (i > 0 && !follows(all.get(i - 1), all.get(i))) {
                boolean restarted =
                        !all.get(i - 1).name().mark().equals(all.get(i).name().mark());
                gaps.add(new Contents.Hole(
                        all.get(i - 1).writtenMillis(), all.get(i).name().wallMillis(), restarted));
            }
        }
        return Optional.of(new Contents(
                all.getFirst().name().wallMillis(), all.getLast().writtenMillis(), bytes, all.size(), gaps));
    }

    private static boolean follows(Chapter before, Chapter next) {
        return next.name().joined()
                && next.name().mark().equals(before.name().mark())
                && next.name().number() == before.name().number() + 1;
    }

    /** The chapters that hold anything of this interval of wall time, and the one that leads into it. */
    List<Chapter> of(long from, long to) throws IOException {
        List<Chapter> all = all();
        List<Chapter> chosen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean ends = i + 1 < all.size() && all.get(i + 1).name().wallMillis() <= from;
            if (!ends && all.get(i).name().wallMillis() <= to && all.get(i).writtenMillis() >= from) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }

    /** How many bytes of chapters hold anything of this interval. */
    public long bytes(long from, long to) throws IOException {
        return of(from, to).stream().mapToLong(Chapter::bytes).sum();
    }

    /** Copies the chapters that hold anything of this interval, without what a crash left of a last frame. */
    public void copy(long from, long to, OutputStream out) throws IOException {
        for (Chapter chapter : of(from, to)) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(chapter.file()))) {
                Frames.copy(in, out);
            } catch (NoSuchFileException e) {
                LOG.debug("{} has just been dropped", chapter.file());
            }
        }
    }

    /** Reads the chapters that hold anything of this interval. */
    public void read(long from, long to, Sink sink) throws IOException {
        boolean more = true;
        for (Chapter chapter : of(from, to)) {
            if (!more) {
                return;
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(chapter.file()))) {
                more = RecordingReader.read(in, sink);
            } catch (NoSuchFileException e) {
                sink.damaged("a chapter was dropped while it was to be read: it had become too old");
            }
        }
    }

    /** Drops the oldest chapters, until what is left and so many bytes more are within the bounds. */
    void prune(Bounds bounds, long wallMillis, long more) throws IOException {
        List<Chapter> all = all();
        long bytes = more + all.stream().mapToLong(Chapter::bytes).sum();
        for (Chapter chapter : all) {
            boolean old = chapter.writtenMillis() < wallMillis - bounds.keep().toMillis();
            if (old || bytes > bounds.maxBytes()) {
                Files.deleteIfExists(chapter.file());
                bytes -= chapter.bytes();
            }
        }
    }
}
