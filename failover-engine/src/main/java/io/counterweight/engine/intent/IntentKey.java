package io.counterweight.engine.intent;

import java.util.Comparator;

/**
 * What an intent is about.
 *
 * @param kind {@code policy}, {@code topology}, {@code override}, or a word that only newer versions know (rule G10)
 * @param name the service, {@code voting-set}, or the override's id
 */
public record IntentKey(String kind, String name) implements Comparable<IntentKey> {

    public static final String POLICY = "policy";
    public static final String TOPOLOGY = "topology";
    public static final String OVERRIDE = "override";

    private static final Comparator<IntentKey> ORDER =
            Comparator.comparing(IntentKey::kind).thenComparing(IntentKey::name);

    public static IntentKey policy(String service) {
        return new IntentKey(POLICY, service);
    }

    public static IntentKey votingSet() {
        return new IntentKey(TOPOLOGY, "voting-set");
    }

    public static IntentKey override(String id) {
        return new IntentKey(OVERRIDE, id);
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
