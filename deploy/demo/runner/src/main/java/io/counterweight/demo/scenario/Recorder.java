package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Asks every controller for its state, four times a second, and keeps what those said that serve. A thread of its own. */
public final class Recorder implements AutoCloseable {
    private static final long EVERY_MILLIS = 250;

    /**
     * What one controller said of all services at one moment.
     *
     * @param weights by service, then datacenter
     * @param conditions what it concludes, by service, then datacenter
     * @param endpoints what is said of each endpoint from inside, by service, then {@code datacenter/endpoint}
     * @param pushed the share of capacity that applications say they offer, by service, then {@code datacenter/sender}
     */
    public record Sample(
            long atNanos,
            String controller,
            Map<String, Map<String, Integer>> weights,
            Map<String, Map<String, String>> conditions,
            Map<String, Map<String, String>> endpoints,
            Map<String, Map<String, Double>> pushed) {

        /** In thousandths; 0 where it is sent nothing. */
        int weight(String service, String datacenter) {
            return weights.getOrDefault(service, Map.of()).getOrDefault(datacenter, 0);
        }
    }

    private final Map<String, Api> controllers = new TreeMap<>();
    private final List<Sample> samples = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean stopped;

    public Recorder(World world) {
        for (Site site : world.sites()) {
            for (int n = 1; n <= site.controllers(); n++) {
                controllers.put(site.name() + "/" + Site.letter(n), world.api(site, n));
            }
        }
        this.thread = Thread.ofPlatform().daemon().name("recorder").start(this::run);
    }

    private void run() {
        List<Sample> round = new ArrayList<>();
        try {
            while (!stopped) {
                long begun = System.nanoTime();
                round.clear();
                controllers.forEach((name, api) -> api.state()
                        .filter(state -> state.path("ready").asBoolean())
                        .ifPresent(state -> round.add(sample(name, state))));
                samples.addAll(round);
                Thread.sleep(Math.max(1, EVERY_MILLIS - (System.nanoTime() - begun) / 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // Closing interrupts a question on its way too.
            if (!stopped) {
                throw e;
            }
        }
    }

    private static Sample sample(String controller, JsonNode state) {
        Map<String, Map<String, Integer>> weights = new TreeMap<>();
        Map<String, Map<String, String>> conditions = new TreeMap<>();
        Map<String, Map<String, String>> endpoints = new TreeMap<>();
        Map<String, Map<String, Double>> pushed = new TreeMap<>();
        state.path("services").properties().forEach(service -> {
            String name = service.getKey();
            JsonNode said = service.getValue();
            weights.put(name, each("", said.path("weights"), JsonNode::asInt));
            conditions.put(name, each("", said.path("conclusions"), one -> one.path("condition")
                    .asText()));
            endpoints.put(name, new TreeMap<>());
            pushed.put(name, new TreeMap<>());
            said.path("signals").properties().forEach(site -> {
                String at = site.getKey() + "/";
                JsonNode inside = site.getValue();
                endpoints.get(name).putAll(each(at, inside.path("endpoints"), one -> one.path("state")
                        .asText()));
                pushed.get(name).putAll(each(at, inside.path("pushed"), one -> one.path("capacity")
                        .asDouble()));
            });
        });
        return new Sample(System.nanoTime(), controller, weights, conditions, endpoints, pushed);
    }

    /** A part of every member of an object, by its name behind this prefix. */
    private static <T> Map<String, T> each(String prefix, JsonNode object, Function<JsonNode, T> part) {
        Map<String, T> parts = new TreeMap<>();
        object.properties().forEach(member -> parts.put(prefix + member.getKey(), part.apply(member.getValue())));
        return parts;
    }

    public List<Sample> since(long nanos) {
        return samples.stream().filter(each -> each.atNanos() - nanos >= 0).toList();
    }

    public List<Sample> all() {
        return List.copyOf(samples);
    }

    @Override
    public void close() {
        stopped = true;
        thread.interrupt();
    }
}
