package io.counterweight.controller.loop;

import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.intent.Intents;
import io.counterweight.health.HealthAggregator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rule E9: the first round is complete when everybody has answered, or its bound is over. The loop's thread. */
final class FirstRound {
    private static final Logger LOG = LoggerFactory.getLogger(FirstRound.class);

    private final ControllerConfig config;
    private final HealthAggregator health;
    private long startedAt;
    private boolean complete;

    FirstRound(ControllerConfig config, HealthAggregator health) {
        this.config = config;
        this.health = health;
    }

    /** The bound counts from here. */
    void begin(long now) {
        startedAt = now;
    }

    /** Whether it is complete; once it is, it stays so. */
    boolean complete(Intents intents, Facts facts, long now) {
        if (complete) {
            return true;
        }
        boolean over = now - startedAt >= config.firstRound().toMillis();
        boolean everybody = intents.topology().sites().stream()
                .filter(site -> !site.equals(config.self().site()))
                .allMatch(site -> !facts.fresh(site, now).isEmpty());
        if (over || everybody && intents.policiesKnown() && health.firstRoundComplete()) {
            complete = true;
            LOG.info(
                    "the first round is complete after {} ms, {}",
                    now - startedAt,
                    everybody ? "with every peer" : "at its bound");
        }
        return complete;
    }
}
