package io.counterweight.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Whole folders, such as a journal. */
final class Folder {
    private Folder() {}

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> found = Files.walk(folder)) {
                List<Path> deepestFirst =
                        found.sorted(Comparator.reverseOrder()).toList();
                for (Path path : deepestFirst) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Copies a folder of plain files. */
    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> found = Files.list(from)) {
            for (Path file : found.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
