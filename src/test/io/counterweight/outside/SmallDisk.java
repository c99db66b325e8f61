package io.counterweight.outside;

import io.counterweight.demo.kit.Child;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Tool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A disk in memory that one process alone sees, mounted before it starts. Filled and emptied from outside, while it runs. */
final class SmallDisk {
    private static final int PAGE_BYTES = 4096;

    private final Path folder;
    private final List<String> launcher;

    private SmallDisk(Path folder, List<String> launcher) {
        this.folder = folder;
        this.launcher = launcher;
    }

    /** A disk over this folder; where this user may mount nothing the test is skipped. */
    static SmallDisk over(Path folder, int megabytes) throws IOException {
        String unshare = Needs.program("unshare", "util-linux");
        Files.createDirectories(folder);
        String mount = "mount -t tmpfs -o size=" + megabytes + "m tmpfs \"$0\" && exec \"$@\"";
        for (String namespaces : List.of("-m", "-Urm")) {
            List<String> launcher = new ArrayList<>(List.of(unshare, namespaces, "sh", "-c", mount, folder.toString()));
            List<String> trial = new ArrayList<>(launcher);
            trial.add("true");
            if (Tool.run(trial).exit() == 0) {
                return new SmallDisk(folder, List.copyOf(launcher));
            }
        }
        throw Needs.missing("to mount a disk, which this user may not: allow user namespaces, or run it as root");
    }

    List<String> launcher() {
        return launcher;
    }

    private Path filler(Child child) {
        return Path.of("/proc", String.valueOf(child.pid()), "root")
                .resolve(folder.toString().substring(1), "filler");
    }

    /** Leaves not one page. */
    void fill(Child child) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler(child))) {
            byte[] page = new byte[PAGE_BYTES];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("No space left")) {
                throw e;
            }
        }
    }

    void makeRoom(Child child) throws IOException {
        Files.deleteIfExists(filler(child));
    }
}
