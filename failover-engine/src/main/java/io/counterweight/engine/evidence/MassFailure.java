package io.counterweight.engine.evidence;

import io.counterweight.engine.evidence.DatacenterWord.Failing;
import io.counterweight.engine.evidence.DatacenterWord.Serving;
import io.counterweight.engine.intent.DeploymentSafety;
import io.counterweight.engine.name.Placement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/** Rule W4: so many services fail by probes at once, in whatever datacenters, that the probes are doubted before the services. */
final class MassFailure {

    private MassFailure() {}

    /** Whether more than the share of all that is known began to fail within one window, at least so many services as for a sensor. */
    static boolean suspect(
            SortedMap<Placement, DatacenterWord> words, DeploymentSafety.MassFailure limits, int leastServices) {
        List<Long> ages = new ArrayList<>();
        long known = 0;
        for (DatacenterWord word : words.values()) {
            known += word instanceof Serving || word instanceof Failing ? 1 : 0;
            if (word instanceof Failing failing && !failing.byPush()) {
                ages.add(failing.ageMillis());
            }
        }
        long services = words.entrySet().stream()
                .filter(each -> each.getValue() instanceof Failing failing && !failing.byPush())
                .map(each -> each.getKey().service())
                .distinct()
                .count();
        return services >= leastServices && together(ages, limits.window().toMillis()) > limits.share() * known;
    }

    /** The most of these ages that lie within one window. */
    private static long together(List<Long> ages, long window) {
        Collections.sort(ages);
        int most = 0;
        int first = 0;
        for (int last = 0; last < ages.size(); last++) {
            while (ages.get(last) - ages.get(first) > window) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
