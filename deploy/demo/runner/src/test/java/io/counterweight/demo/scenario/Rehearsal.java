package io.counterweight.demo.scenario;

import io.counterweight.demo.report.Console;
import io.counterweight.demo.traffic.Request;
import io.counterweight.demo.traffic.Users;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A setting without processes: users met what a test says, and controllers say what it says. */
final class Rehearsal implements Users, Voices {
    final List<Request> met = new ArrayList<>();
    final List<String> decided = new ArrayList<>();
    final List<String> standing = new ArrayList<>();
    int unfinished;

    Setting setting(long zeroNanos) {
        Console console =
                new Console(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), false);
        return new Setting(console, this, new Excuses(), this, zeroNanos);
    }

    @Override
    public int settle(long toNanos, Duration patience) {
        return unfinished;
    }

    @Override
    public List<Request> between(long fromNanos, long toNanos) {
        return met.stream()
                .filter(each -> each.atNanos() - fromNanos >= 0 && each.atNanos() - toNanos < 0)
                .toList();
    }

    @Override
    public List<String> decided(long fromMillis, long toMillis) {
        return decided;
    }

    @Override
    public List<String> standing() {
        return standing;
    }
}
