package io.counterweight.engine.fact;

import java.util.Optional;

/**
 * What one controller outside a datacenter sees of a service at that datacenter's published addresses.
 *
 * @param everServed whether this vantage was ever served there since the addresses last changed; without it the vote does not count
 * @param begunAfter the newest report of that datacenter which had been heard when the probe behind this vote began
 * @param reason why, in words for a person
 * @param ageMillis for how long the result has stood when the report was made, on the writer's monotonic clock
 */
public record Vote(Result result, boolean everServed, Optional<Echo> begunAfter, String reason, long ageMillis) {

    /** Only {@code SERVED} reaches; {@code REFUSED} answered but failed the check; {@code ABSTAINS} is no statement. */
    public enum Result {
        ABSTAINS,
        UNREACHABLE,
        REFUSED,
        SERVED
    }

    public static Vote abstains(String reason) {
        return new Vote(Result.ABSTAINS, false, Optional.empty(), reason, 0);
    }
}
