package io.counterweight.controller.hook;

import io.counterweight.controller.log.Seldom;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.exclusive.ExclusiveState.Order;
import io.counterweight.engine.fact.Role;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the applications of exclusive services in this datacenter what they are to be (rule E7), until each has confirmed it, and then
 * seldom: one that was restarted since does not know any more. Followed by the loop's thread; answers come on others.
 */
public final class RoleHooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RoleHooks.class);
    private static final long AGAIN_MILLIS = 1_000;
    private static final long REMIND_MILLIS = 10_000;
    private static final Duration REMINDER = Duration.ofSeconds(1);

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

        /** The call is over. Who has confirmed and is silent now may be starting: it has not taken its word back. */
        boolean ends(HookCaller.Answer answer) {
            boolean news = answer.confirmed() && !confirmed;
            underWay = false;
            confirmed |= answer.confirmed();
            this.answer = Optional.of(answer);
            return news;
        }

        /** Two roles on their way at once could arrive in the wrong order. */
        boolean reminds() {
            return underWay && confirmed;
        }

        boolean due(long now) {
            return !underWay && now - endedMillis >= (confirmed ? REMIND_MILLIS : AGAIN_MILLIS);
        }
    }

    /** Nothing is told yet; {@code onAnswer} is called when an answer has come. */
    public RoleHooks(Site home, HookCaller caller, Runnable onAnswer) {
        this.home = home;
        this.caller = caller;
        this.onAnswer = onAnswer;
    }

    /** Tells what is ordered now. */
    public synchronized void follow(SortedMap<ServiceName, Order> orders, long now) {
        tellings.keySet().retainAll(orders.keySet());
        orders.forEach((service, order) -> {
            Telling telling = tellings.get(service);
            if (telling == null || telling.role != order.role() && !telling.reminds()) {
                telling = new Telling(order.role());
                tellings.put(service, telling);
            }
            telling.answer.ifPresent(answer -> LOG.debug("{}: {}", service, answer.why()));
            if (telling.answer.isPresent()) {
                telling.answer = Optional.empty();
                telling.endedMillis = now;
            }
            if (telling.role == order.role() && telling.due(now)) {
                tell(service, order, telling);
            }
        });
    }

    private void tell(ServiceName service, Order order, Telling telling) {
        Duration deadline = order.hook().deadline();
        Duration within = telling.confirmed && deadline.compareTo(REMINDER) > 0 ? REMINDER : deadline;
        telling.underWay = true;
        String role = order.role().name().toLowerCase(Locale.ROOT);
        String body =
                Wire.text(new TreeMap<>(Map.of("service", service.value(), "datacenter", home.value(), "role", role)));
        var unusedTelling = caller.tell(URI.create(order.hook().url()), body, within)
                .thenAccept(answer -> {
                    boolean news;
                    synchronized (this) {
                        news = telling.ends(answer);
                    }
                    if (news) {
                        LOG.info("the application of {} has confirmed that it is {}", service, role);
                    } else if (!answer.confirmed() && complaints.worthSaying(service + role)) {
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
