package io.counterweight.engine.intent;

import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Optional;

/**
 * A rehearsed failover, as a person or a test suite recorded it. Its age is counted as an override's time is: on its holders'
 * monotonic clocks.
 *
 * @param service the one that was rehearsed; empty for every service
 * @param datacenter the one that was left; empty for every datacenter
 * @param evidence what was seen, in words
 * @param by whose token recorded it
 * @param lengthMillis how long it is kept
 */
public record Drill(
        String id,
        Optional<ServiceName> service,
        Optional<Site> datacenter,
        boolean passed,
        String evidence,
        String by,
        long lengthMillis) {

    /** What its remaining time is counted under, beside the ids of overrides. */
    public String clockKey() {
        return "drill:" + id;
    }

    /** Whether it rehearsed leaving this place. */
    public boolean rehearsed(Placement place) {
        return service.map(place.service()::equals).orElse(true)
                && datacenter.map(place.datacenter()::equals).orElse(true);
    }
}
