package io.counterweight.controller;

import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.health.HealthSettings;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SIGHUP: what is taken up at once, and what waits for a restart. */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private Reload() {}

    /** Runs this at each SIGHUP. The JDK's handle on signals has no supported interface, so it is reached by name. */
    static void onSignal(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Reload.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            Thread.ofPlatform().name("reload").start(action);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), proxy);
        } catch (ReflectiveOperationException e) {
            LOG.warn("SIGHUP is not heard on this platform: restart to reload ({})", e.toString());
        }
    }

    /** What differs between the running and the new configuration and cannot be taken up while running. */
    static String needsRestart(ControllerConfig now, ControllerConfig next) {
        List<String> changed = new ArrayList<>();
        note(changed, "controller", now.self(), next.self());
        note(changed, "topology", now.topology(), next.topology());
        note(changed, "gossip", now.gossip(), next.gossip());
        note(changed, "dns", now.dns().toString(), next.dns().toString());
        note(changed, "api.listen", now.api().listen(), next.api().listen());
        note(changed, "probes", probes(now.health()), probes(next.health()));
        note(changed, "journal", now.journal(), next.journal());
        note(changed, "timing", timing(now), timing(next));
        return changed.isEmpty()
                ? "nothing waits for a restart"
                : "a restart is needed for " + String.join(", ", changed);
    }

    private static List<Object> timing(ControllerConfig config) {
        return List.of(
                config.settings(),
                config.reportEvery(),
                config.firstRound(),
                config.health().anchorInterval(),
                config.health().anchorAnswersWithin());
    }

    private static List<Object> probes(HealthSettings health) {
        return List.of(
                health.sourceAddress(),
                health.anchors(),
                health.controlTargets(),
                health.probersPerEndpoint(),
                health.limits());
    }

    /** Whether these tokens may be taken up: none would leave an API open that others can reach until the restart. */
    static boolean takesTokens(ControllerConfig now, ControllerConfig next) {
        return next.api().tokens().isPresent() || now.api().loopback();
    }

    private static void note(List<String> changed, String section, Object now, Object next) {
        if (!now.equals(next)) {
            changed.add(section);
        }
    }
}
