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

    private static final String WIPE = "\r\u001b[K";
    private static final int MOST_WAITING = 78;

    private final PrintStream out;
    private final boolean colour;
    private String step = "";
    private boolean waiting;
    private final long begunNanos = System.nanoTime();

    public Console(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    public void say(String text) {
        line(text);
    }

    /** Every line that stays; what was only said while waiting goes. */
    private void line(String text) {
        if (waiting) {
            out.print(WIPE);
            waiting = false;
        }
        out.println(text);
    }

    public void begin(int number, int of, String title) {
        step = "step " + number + " of " + of;
        line("");
        line(time() + " " + paint(BOLD, step + ": " + title));
    }

    public void happened(String what) {
        line(time() + "    " + what);
    }

    /** On a terminal one line, written anew, says what is waited for; elsewhere nothing is said. */
    public void waiting(String what, long sinceNanos) {
        if (colour) {
            String text = step + ", " + (System.nanoTime() - sinceNanos) / 1_000_000_000L + " s: waiting until " + what;
            out.print(WIPE + paint(FAINT, text.substring(0, Math.min(MOST_WAITING, text.length()))));
            out.flush();
            waiting = true;
        }
    }

    public void measured(Outcome.Measure measure) {
        line(time() + "    " + paint(BOLD, measure.figure()) + " " + measure.what()
                + (measure.bound().isEmpty() ? "" : paint(FAINT, " (the settings imply " + measure.bound() + ")")));
    }

    public void expected(String what, boolean held) {
        line(time() + "    " + (held ? paint(GREEN, "holds") : paint(RED, "DOES NOT HOLD")) + "  " + what);
    }

    public void end(Outcome outcome) {
        Outcome.Clients clients = outcome.clients();
        line(time() + "    users: "
                + String.format(
                        Locale.ROOT,
                        "%d requests, %.2f %% served, %d failed",
                        clients.sent(),
                        clients.successPercent(),
                        clients.failed()));
        clients.failures().forEach(failure -> line(paint(FAINT, "           failed: " + failure)));
        outcome.explanations().forEach(words -> line(paint(FAINT, "           why: " + words)));
    }

    /** The last words. */
    public void verdict(boolean held, String text) {
        line("");
        line(paint(held ? GREEN : RED, text));
    }

    private String time() {
        long millis = (System.nanoTime() - begunNanos) / 1_000_000;
        return paint(FAINT, String.format(Locale.ROOT, "%02d:%04.1f", millis / 60_000, millis % 60_000 / 1000.0));
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
