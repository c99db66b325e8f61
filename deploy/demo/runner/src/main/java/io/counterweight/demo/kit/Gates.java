package io.counterweight.demo.kit;

import java.util.LinkedHashSet;
import java.util.Set;

/** Which sources are swallowed, at which kind of route. Safe for any thread. */
final class Gates {
    private record Rule(String sourcePrefix, String kind) {
        boolean swallows(String source, String at) {
            return source.startsWith(sourcePrefix) && (kind.equals("all") || kind.equals(at));
        }
    }

    private final Set<Rule> rules = new LinkedHashSet<>();

    synchronized void swallow(String sourcePrefix, String kind) {
        rules.add(new Rule(sourcePrefix, kind));
    }

    synchronized void allow(String sourcePrefix, String kind) {
        rules.remove(new Rule(sourcePrefix, kind));
        notifyAll();
    }

    /** Waits until nothing swallows this source. */
    synchronized void await(String source, String kind) throws InterruptedException {
        while (rules.stream().anyMatch(rule -> rule.swallows(source, kind))) {
            wait();
        }
    }
}
