package io.counterweight.demo.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One operating-system process with its log. Ended by its own process id and by nothing else. */
public final class Child implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path log;
    private volatile boolean frozen;

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a process; its output is appended to {@code <directory>/<name>.log}, its process id to {@code <directory>/pids}.
     *
     * @param environment added to this process's own
     */
    public static Child start(String name, Path directory, List<String> command, Map<String, String> environment) {
        Path log = directory.resolve(name + ".log");
        try {
            Files.createDirectories(directory);
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process process = builder.start();
            Files.writeString(
                    directory.resolve("pids"),
                    process.pid() + " " + name + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return new Child(name, process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + command, e);
        }
    }

    public String name() {
        return name;
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Whether it lives and is not frozen. */
    public boolean running() {
        return alive() && !frozen;
    }

    public Path log() {
        return log;
    }

    /** SIGKILL, without waiting. */
    public void strike() {
        process.destroyForcibly();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        strike();
        await(Duration.ofSeconds(10));
    }

    /** SIGTERM, and waits until it is gone; SIGKILL after that time. */
    public void terminate(Duration patience) {
        process.destroy();
        if (!await(patience)) {
            kill();
        }
    }

    /** SIGSTOP: it neither runs nor dies. */
    public void freeze() {
        signal("STOP");
        frozen = true;
    }

    /** SIGCONT. */
    public void thaw() {
        signal("CONT");
        frozen = false;
    }

    /** Any signal, by its name. The shell's own command sends it: the program {@code kill} is not on every machine. */
    public void signal(String word) {
        try {
            int exit = new ProcessBuilder("sh", "-c", "kill -" + word + " " + pid())
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + word + " " + pid() + " (" + name + ") exited with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Whether it ended within this time. */
    public boolean await(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Its exit status; it must have ended. */
    public int exitStatus() {
        return process.exitValue();
    }

    /** The end of its log, for a person. */
    public String lastLines(int lines) {
        try {
            List<String> all = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
