package io.counterweight.engine.shift;

import io.counterweight.engine.intent.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * What the policy's limits say of a return to one datacenter (rule W3).
 *
 * @param crossed the limits that take it back a step, in words; empty where none is crossed
 */
public record Limits(List<String> crossed) {

    public Limits {
        crossed = List.copyOf(crossed);
    }

    /**
     * By the policy.
     *
     * @param offered the fraction that the datacenter says it offers; 0 where it has no word
     */
    public static Limits of(Policy policy, double offered) {
        List<String> crossed = new ArrayList<>();
        policy.shifting().abort().offered().ifPresent(least -> {
            if (offered < least) {
                crossed.add("it offers " + percent(offered) + ", less than " + percent(least));
            }
        });
        return new Limits(crossed);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }
}
