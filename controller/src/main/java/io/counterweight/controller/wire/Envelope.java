package io.counterweight.controller.wire;

import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.intent.IntentEntry;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One fact on its way: what relays need to know, and the writer's bytes untouched (rule G10).
 *
 * @param kind {@code report}, {@code held} or {@code intent}
 * @param key of a report its writer; of an intent its key, its writer's stamp
 * @param term orders facts of one key, with {@code sequence}: the writer's incarnation
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are compared by content, and nobody writes into them
public record Envelope(String kind, String key, long term, long sequence, byte[] body) {
    public static final String REPORT = "report";
    public static final String HELD = "held";
    public static final String INTENT = "intent";

    public static Envelope report(Report report) {
        ReportStamp stamp = report.stamp();
        return new Envelope(
                REPORT, report.writer().toString(), stamp.incarnation(), stamp.sequence(), Wire.bytes(report));
    }

    /** An intent in its writer's own words. */
    public static Envelope intent(IntentEntry entry, String text) {
        return new Envelope(INTENT, name(entry), 0, 0, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Where this intent lies: what lies there never changes. */
    public static String slot(IntentEntry entry) {
        return INTENT + ":" + name(entry);
    }

    private static String name(IntentEntry entry) {
        return entry.key() + "|" + entry.stamp();
    }

    /** The mailbox that it lies in. */
    public String slot() {
        return kind + ":" + key;
    }

    public boolean isAfter(Envelope other) {
        return term > other.term || term == other.term && sequence > other.sequence;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope that
                && kind.equals(that.kind)
                && key.equals(that.key)
                && term == that.term
                && sequence == that.sequence
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return slot().hashCode() * 31 + Long.hashCode(sequence);
    }

    @Override
    public String toString() {
        return slot() + "@" + term + "." + sequence;
    }
}
