package io.counterweight.controller;

import io.counterweight.controller.intent.Holders;
import io.counterweight.controller.intent.IntentStore;
import io.counterweight.controller.intent.InvalidIntent;
import io.counterweight.controller.journal.JournalFailure;
import io.counterweight.engine.intent.IntentEntry;
import io.counterweight.engine.intent.IntentKey;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what is retiring once every datacenter knows of it and two TTLs have passed since (rule G7). */
final class Retirements implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retirements.class);

    private final IntentStore store;
    private final Holders holders;
    private final Map<ServiceName, Long> knownSince = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "retirements");
        made.setDaemon(true);
        return made;
    });
    private final ScheduledFuture<?> looking;

    Retirements(IntentStore store, Holders holders) {
        this.store = store;
        this.holders = holders;
        this.looking = thread.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    private void look() {
        try {
            look(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.warn("retirements are looked at again in a second: {}", e.toString());
        }
    }

    /** Ends what may end at this moment of the monotonic clock, in nanoseconds. */
    synchronized void look(long now) {
        Map<ServiceName, Policy> policies = store.intents().policies();
        knownSince.keySet().removeIf(service -> !policies.containsKey(service));
        policies.values().stream().filter(Policy::retiring).forEach(policy -> look(policy, now));
    }

    private void look(Policy policy, long now) {
        IntentKey key = IntentKey.policy(policy.service().value());
        Optional<IntentEntry> entry = store.book().inForce(key);
        boolean allKnow = entry.map(held ->
                        holders.of(held).containsAll(store.intents().topology().datacenters()))
                .orElse(false);
        if (!allKnow) {
            knownSince.remove(policy.service());
            return;
        }
        long since = knownSince.computeIfAbsent(policy.service(), service -> now);
        if (now - since >= policy.ttlMax().multipliedBy(2).toNanos()) {
            end(key, entry);
        }
    }

    /** Not where somebody has written the policy anew meanwhile. */
    private void end(IntentKey key, Optional<IntentEntry> retiring) {
        try {
            store.change(key, "counterweight", current -> {
                if (!current.equals(retiring)) {
                    throw new InvalidIntent("", "it was written anew");
                }
                return Optional.empty();
            });
            LOG.info("{} is retired: every datacenter knew, and two TTLs have passed", key.name());
        } catch (InvalidIntent e) {
            LOG.info("{} is not retired: {}", key.name(), e.getMessage());
        } catch (JournalFailure e) {
            LOG.warn("the end of {} is not journaled: {}", key.name(), e.getMessage());
        }
    }

    @Override
    public void close() {
        looking.cancel(false);
        thread.shutdownNow();
    }
}
