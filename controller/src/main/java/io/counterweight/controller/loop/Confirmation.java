package io.counterweight.controller.loop;

import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.engine.plan.TrafficActuator;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the actuator what is really served, on a thread of its own, and says where that differs from the plan. */
final class Confirmation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Confirmation.class);

    /** A service that is not served as planned. */
    record Drift(ServiceName service, Object wanted, Optional<?> served) {
        String words() {
            return "wanted " + wanted + ", served "
                    + served.<String>map(Object::toString).orElse("no valid answer");
        }
    }

    private final TrafficActuator actuator;
    private final Runnable onDrift;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> {
                Thread made = new Thread(task, "confirmation");
                made.setDaemon(true);
                return made;
            },
            new ThreadPoolExecutor.DiscardPolicy());
    private volatile Optional<Drift> drift = Optional.empty();
    private volatile boolean silent;
    private volatile Plan newest = Plan.empty();

    Confirmation(TrafficActuator actuator, Runnable onDrift) {
        this.actuator = actuator;
        this.onDrift = onDrift;
    }

    /** Looks soon whether this plan is what is served. */
    void look(Plan plan) {
        newest = plan;
        thread.execute(() -> compare(newest));
    }

    private void compare(Plan plan) {
        SortedMap<ServiceName, SortedMap<Site, Integer>> served = actuator.readBack();
        SortedMap<ServiceName, SortedMap<Region, SortedMap<Site, Integer>>> regions = actuator.readBackRegions();
        Optional<Drift> found = Optional.empty();
        boolean answered = false;
        for (ServicePlan service : plan.services().values()) {
            if (!service.shares().isEmpty() && !service.hosts().isEmpty()) {
                SortedMap<Site, Integer> wanted = service.weights();
                Optional<SortedMap<Site, Integer>> is = Optional.ofNullable(served.get(service.service()));
                answered |= is.isPresent();
                if (!is.map(wanted::equals).orElse(false)) {
                    found = Optional.of(new Drift(service.service(), wanted, is));
                }
                Optional<SortedMap<Region, SortedMap<Site, Integer>>> inRegions =
                        Optional.ofNullable(regions.get(service.service()));
                if (inRegions.filter(are -> !are.equals(service.regions())).isPresent()) {
                    found = Optional.of(new Drift(service.service(), service.regions(), inRegions));
                }
            }
        }
        // A silent port takes its time to say nothing; meanwhile the same plan may have been applied again.
        if (plan.services().equals(newest.services())) {
            if (found.isPresent()) {
                LOG.debug("drift: {}", found.get().words());
            }
            silent = found.isPresent() && !answered;
            drift = found;
            if (found.isPresent()) {
                onDrift.run();
            }
        }
    }

    /** What differed when it was last looked at. */
    Optional<Drift> drift() {
        return drift;
    }

    /** Whether there was something to answer when it was last looked at, and no valid answer to any of it. */
    boolean silent() {
        return silent;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
