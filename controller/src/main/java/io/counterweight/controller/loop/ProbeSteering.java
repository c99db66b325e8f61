package io.counterweight.controller.loop;

import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.health.HealthAggregator;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Tells the probes what to probe, and with whom the endpoints are shared (rule G4), when either changes. The loop's thread. */
final class ProbeSteering {
    private final ControllerId self;
    private final HealthAggregator health;
    private Optional<Intents> probed = Optional.empty();
    private SortedSet<ControllerId> siblings = new TreeSet<>();

    ProbeSteering(ControllerId self, HealthAggregator health) {
        this.self = self;
        this.health = health;
    }

    void follow(Intents intents, Facts facts, long now) {
        SortedSet<ControllerId> live = new TreeSet<>();
        for (Held held : facts.fresh(self.site(), now)) {
            if (!held.report().self().leaving()) {
                live.add(held.report().writer());
            }
        }
        live.remove(self);
        boolean same = probed.map(before -> before.equals(intents)).orElse(false);
        if (!same || !live.equals(siblings)) {
            probed = Optional.of(intents);
            siblings = live;
            health.update(intents, live);
        }
    }
}
