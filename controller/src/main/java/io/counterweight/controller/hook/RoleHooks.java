package io.counterweight.controller.hook;

import io.counterweight.controller.log.Seldom;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.exclusive.ExclusiveState.Order;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the applications of exclusive services in this datacenter what they are to be (rule E7), until each has confirmed it. Followed by
 * the loop's thread; answers come on others.
 */
public final class RoleHooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleHooks.class);
    private static final long AGAIN_MILLIS = 1_000;

    private final Site home;
    private final HookCaller caller;
    private final Runnable onAnswer;
    private final Map<ServiceName, Telling> tellings = new HashMap<>();
    private final Seldom complaints = new Seldom(System::nanoTime);

    /** One order on its way. */
    private static final class Telling {
        final Role role;
        boolean underWay;
        boolean confirmed;
        long endedMillis = Long.MIN_VALUE / 2;
        Optional<HookCaller.Answer> answer = Optional.empty();

        Telling(Role role) {
            this.role = role;
        }
    }

    /** Nothing is told yet; {@code onAnswer} is called when an answer has come. */
    public RoleHooks(Site home, HookCaller caller, Runnable onAnswer) {
        this.home = home;
        this.caller = caller;
        this.onAnswer = onAnswer;
    }

    /** Tells what is ordered now and has not been confirmed. */
    public synchronized void follow(SortedMap<ServiceName, Order> orders, long now) {
        tellings.keySet().retainAll(orders.keySet());
        orders.forEach((service, order) -> {
            Telling telling = tellings.get(service);
            if (telling == null || telling.role != order.role()) {
                telling = new Telling(order.role());
                tellings.put(service, telling);
            }
            telling.answer.ifPresent(answer -> LOG.debug("{}: {}", service, answer.why()));
            if (telling.answer.isPresent()) {
                telling.answer = Optional.empty();
                telling.endedMillis = now;
            }
            if (!telling.confirmed && !telling.underWay && now - telling.endedMillis >= AGAIN_MILLIS) {
                tell(service, order, telling);
            }
        });
    }

    private void tell(ServiceName service, Order order, Telling telling) {
        telling.underWay = true;
        String role = order.role().name().toLowerCase(Locale.ROOT);
        String body =
                Wire.text(new TreeMap<>(Map.of("service", service.value(), "datacenter", home.value(), "role", role)));
        var unusedTelling = caller.tell(
                        URI.create(order.hook().url()), body, order.hook().deadline())
                .thenAccept(answer -> {
                    synchronized (this) {
                        telling.underWay = false;
                        telling.confirmed = answer.confirmed();
                        telling.answer = Optional.of(answer);
                    }
                    if (answer.confirmed()) {
                        LOG.info("the application of {} has confirmed that it is {}", service, role);
                    } else if (complaints.worthSaying(service + role)) {
                        LOG.warn(
                                "the application of {} has not confirmed that it is {}: {}",
                                service,
                                role,
                                answer.why());
                    }
                    onAnswer.run();
                });
    }

    /** What each has confirmed of the order that stands. */
    public synchronized SortedMap<ServiceName, Role> confirmed() {
        SortedMap<ServiceName, Role> confirmed = new TreeMap<>();
        tellings.forEach((service, telling) -> {
            if (telling.confirmed) {
                confirmed.put(service, telling.role);
            }
        });
        return confirmed;
    }

    @Override
    public void close() {
        caller.close();
    }
}
