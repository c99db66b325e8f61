package io.counterweight.engine.shift;

import io.counterweight.engine.evidence.Evidence;
import io.counterweight.engine.evidence.Measures;
import io.counterweight.engine.evidence.Traffic;
import io.counterweight.engine.intent.Abort;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the policy's limits say of a return to one datacenter (rule W3).
 *
 * @param crossed the limits that take it back a step, in words; empty where none is crossed. What nobody measures crosses none
 * @param behind why its data lets it not go on, in words; empty where it does. What nobody says holds it, too
 */
public record Limits(List<String> crossed, Optional<String> behind) {

    private static final double MILLIS = 1000;

    public Limits {
        crossed = List.copyOf(crossed);
    }

    public static Limits none() {
        return new Limits(List.of(), Optional.empty());
    }

    /**
     * By the policy, and what its own datacenter says.
     *
     * @param offered the fraction that the datacenter says it offers; 0 where it has no word
     */
    public static Limits of(Evidence evidence, Policy policy, Placement place, double offered) {
        Abort abort = policy.shifting().abort();
        if (!abort.watches() && policy.shifting().maxLag().isEmpty()) {
            return none();
        }
        Measures measures = Measures.of(evidence, place);
        List<String> crossed = new ArrayList<>();
        abort.offered().ifPresent(least -> {
            if (offered < least) {
                crossed.add("it offers " + percent(offered) + ", less than " + percent(least));
            }
        });
        above(used(evidence, policy, place), abort.load(), " of its capacity is used", crossed);
        above(measures.errors(), abort.errors(), " of its requests fail", crossed);
        return new Limits(crossed, policy.shifting().maxLag().flatMap(most -> behind(measures.lagSeconds(), most)));
    }

    private static void above(OptionalDouble measured, OptionalDouble most, String what, List<String> crossed) {
        if (measured.isPresent() && most.isPresent() && measured.getAsDouble() > most.getAsDouble()) {
            crossed.add(percent(measured.getAsDouble()) + what + ", more than " + percent(most.getAsDouble()));
        }
    }

    private static OptionalDouble used(Evidence evidence, Policy policy, Placement place) {
        OptionalDouble load = Traffic.load(evidence, place);
        OptionalDouble capacity = policy.capacity(place.datacenter());
        return load.isPresent() && capacity.isPresent()
                ? OptionalDouble.of(load.getAsDouble() / capacity.getAsDouble())
                : OptionalDouble.empty();
    }

    private static Optional<String> behind(OptionalDouble lagSeconds, Duration most) {
        double seconds = most.toMillis() / MILLIS;
        if (lagSeconds.isEmpty()) {
            return Optional.of("nobody says how far its data is behind, and " + words(seconds) + " s is the most");
        }
        return lagSeconds.getAsDouble() > seconds
                ? Optional.of("its data is " + words(lagSeconds.getAsDouble()) + " s behind, more than "
                        + words(seconds) + " s")
                : Optional.empty();
    }

    private static String words(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
