package io.counterweight.demo.bench;

import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Counts how often any controller gave any service another weight, by asking all of them in turn. */
final class WeightChanges {
    private final World world;
    private final Map<String, String> last = new HashMap<>();
    private int changes;

    WeightChanges(World world) {
        this.world = world;
        look();
    }

    /** Looks again and again for so long. */
    void watch(Duration length) {
        long until = System.nanoTime() + length.toNanos();
        while (System.nanoTime() - until < 0) {
            look();
        }
    }

    private void look() {
        for (Site site : world.sites()) {
            for (int n = 1; n <= site.controllers(); n++) {
                Api api = world.api(site, n);
                String controller = site.name() + n;
                api.state().ifPresent(state -> {
                    for (Service service : world.services()) {
                        String weights = state.path("services")
                                .path(service.name())
                                .path("weights")
                                .toString();
                        note(controller + " " + service.name(), weights);
                    }
                });
            }
        }
    }

    private void note(String place, String weights) {
        String before = last.put(place, weights);
        if (before != null && !before.equals(weights)) {
            changes++;
        }
    }

    int changes() {
        return changes;
    }
}
