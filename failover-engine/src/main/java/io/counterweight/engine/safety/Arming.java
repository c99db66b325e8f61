package io.counterweight.engine.safety;

import io.counterweight.engine.intent.Drill;
import io.counterweight.engine.intent.SafetyIntents;
import io.counterweight.engine.name.Placement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whether automation may move away from what still serves, and return by itself (rule W4): only where a drill passed of late, if the
 * deployment asks for that at all.
 *
 * @param within how long ago; empty where nothing is asked for
 * @param passed the drills that passed within that time
 */
public record Arming(Optional<Duration> within, List<Drill> passed) {

    public Arming {
        passed = List.copyOf(passed);
    }

    /** What is armed now, by what is left of every drill on this reader's clock. */
    public static Arming of(SafetyIntents safety, SortedMap<String, Long> remainingMillis) {
        Optional<Duration> within = safety.deployment().armedWithin();
        long bound = within.map(Duration::toMillis).orElse(0L);
        return new Arming(
                within,
                safety.drills().stream()
                        .filter(Drill::passed)
                        .filter(drill -> age(drill, remainingMillis) <= bound)
                        .toList());
    }

    /** For how long a drill has been held, in its holders' uptime. */
    public static long age(Drill drill, SortedMap<String, Long> remainingMillis) {
        return drill.lengthMillis() - remainingMillis.getOrDefault(drill.clockKey(), drill.lengthMillis());
    }

    public boolean armed(Placement place) {
        return within.isEmpty() || passed.stream().anyMatch(drill -> drill.rehearsed(place));
    }
}
