package io.counterweight.demo.report;

import io.counterweight.demo.scenario.Outcome;
import java.io.PrintStream;
import java.util.Locale;

/** The timeline on a terminal: with colour where there is one, plain otherwise. */
public final class Console {
    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String BOLD = "1";
    private static final String FAINT = "2";

    private final PrintStream out;
    private final boolean colour;
    private final long begunNanos = System.nanoTime();

    public Console(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    public void say(String text) {
        out.println(text);
    }

    public void begin(int number, String title) {
        out.println();
        out.println(time() + " " + paint(BOLD, number + ". " + title));
    }

    public void happened(String what) {
        out.println(time() + "    " + what);
    }

    public void measured(String what, long millis, String bound) {
        out.println(time() + "    "
                + paint(BOLD, String.format(Locale.ROOT, "%.2f s", millis / 1000.0)) + " " + what
                + (bound.isEmpty() ? "" : paint(FAINT, " (the settings imply " + bound + ")")));
    }

    public void expected(String what, boolean held) {
        out.println(time() + "    " + (held ? paint(GREEN, "holds") : paint(RED, "DOES NOT HOLD")) + "  " + what);
    }

    public void end(Outcome outcome) {
        Outcome.Clients clients = outcome.clients();
        out.println(time() + "    users: "
                + String.format(
                        Locale.ROOT,
                        "%d requests, %.2f %% served, %d failed",
                        clients.sent(),
                        clients.successPercent(),
                        clients.failed()));
        clients.failures().forEach(failure -> out.println(paint(FAINT, "           failed: " + failure)));
        outcome.explanations().forEach(words -> out.println(paint(FAINT, "           why: " + words)));
    }

    /** The last words. */
    public void verdict(boolean held, String text) {
        out.println();
        out.println(paint(held ? GREEN : RED, text));
    }

    private String time() {
        long millis = (System.nanoTime() - begunNanos) / 1_000_000;
        return paint(FAINT, String.format(Locale.ROOT, "%02d:%04.1f", millis / 60_000, millis % 60_000 / 1000.0));
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
