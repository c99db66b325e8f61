package io.counterweight.engine.evidence;

import io.counterweight.engine.name.ServiceName;

/** What the evidence amounts to, for one service in one datacenter: a row of table E3, or what its callees make of it. */
public sealed interface Condition {

    /** Serving; the fraction of its capacity is 1 or close to it. */
    record Healthy(double fraction) implements Condition {}

    /** Serving with less than all, by its own word. */
    record Degraded(double fraction) implements Condition {}

    /** Its own fresh word says that it fails. */
    record Failing() implements Condition {}

    /** Its own word is serving, but nobody outside is served: the ingress is broken. */
    record PathDown() implements Condition {}

    /** Silent, and a quorum outside is not served. */
    record Lost() implements Condition {}

    /** Well by itself, but a service that it needs there is not, and another datacenter has both (rule W5). */
    record Stranded(ServiceName callee) implements Condition {}

    /** Silent for so long, with votes missing, that the policy drains it from one's own answers. */
    record Silent() implements Condition {}

    /**
     * Nothing new is concluded; the weight is what the ceiling says.
     *
     * @param mayAdvance the ceiling may advance all the same (mixed votes)
     */
    record Hold(boolean mayAdvance) implements Condition {}

    /** Never heard in this topology: the weight stays 0. */
    record NeverHeard() implements Condition {}

    /** Traffic leaves at once, whatever any cap says. */
    default boolean bad() {
        return switch (this) {
            case Failing f -> true;
            case PathDown p -> true;
            case Lost l -> true;
            case Silent s -> true;
            case Stranded s -> true;
            case Healthy h -> false;
            case Degraded d -> false;
            case Hold h -> false;
            case NeverHeard n -> false;
        };
    }

    /** One word for metrics, records and the state API. */
    default String word() {
        return switch (this) {
            case Healthy h -> "healthy";
            case Degraded d -> "degraded";
            case Failing f -> "failing";
            case PathDown p -> "path-down";
            case Lost l -> "lost";
            case Silent s -> "silent";
            case Stranded s -> "stranded";
            case Hold h -> "hold";
            case NeverHeard n -> "never-heard";
        };
    }
}
