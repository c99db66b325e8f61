package io.counterweight.engine.intent;

import java.util.Comparator;

/**
 * What an intent is about.
 *
 * @param kind {@code policy}, {@code topology}, {@code regions}, {@code override}, {@code approval}, {@code safety}, {@code drill}, or a
 *     word that only newer versions know (rule G10)
 * @param name the service, {@code voting-set}, {@code networks}, the override's or the drill's id, the proposal and the person, or
 *     {@code deployment}
 */
public record IntentKey(String kind, String name) implements Comparable<IntentKey> {

    public static final String POLICY = "policy";
    public static final String TOPOLOGY = "topology";
    public static final String REGIONS = "regions";
    public static final String OVERRIDE = "override";
    public static final String APPROVAL = "approval";
    public static final String SAFETY = "safety";
    public static final String DRILL = "drill";

    private static final Comparator<IntentKey> ORDER =
            Comparator.comparing(IntentKey::kind).thenComparing(IntentKey::name);

    public static IntentKey policy(String service) {
        return new IntentKey(POLICY, service);
    }

    public static IntentKey votingSet() {
        return new IntentKey(TOPOLOGY, "voting-set");
    }

    /** The table of the networks of each region. */
    public static IntentKey regions() {
        return new IntentKey(REGIONS, "networks");
    }

    public static IntentKey override(String id) {
        return new IntentKey(OVERRIDE, id);
    }

    public static IntentKey safety() {
        return new IntentKey(SAFETY, "deployment");
    }

    public static IntentKey drill(String id) {
        return new IntentKey(DRILL, id);
    }

    public static IntentKey approval(String id) {
        return new IntentKey(APPROVAL, id);
    }

    @Override
    public int compareTo(IntentKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
