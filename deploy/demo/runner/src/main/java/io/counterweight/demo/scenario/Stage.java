package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.demo.traffic.AnswerWatch;
import io.counterweight.demo.traffic.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** The world on which the scenario plays, its users, and what is recorded of it. */
public final class Stage {
    private final World world;
    private final Traffic traffic;
    private final Recorder recorder;
    private final long begunNanos = System.nanoTime();

    public Stage(World world, Traffic traffic, Recorder recorder) {
        this.world = world;
        this.traffic = traffic;
        this.recorder = recorder;
    }

    World world() {
        return world;
    }

    Traffic traffic() {
        return traffic;
    }

    Recorder recorder() {
        return recorder;
    }

    /** Milliseconds since the stage was set. */
    public long millis(long nanos) {
        return (nanos - begunNanos) / 1_000_000;
    }

    /** When the stage was set ({@link System#nanoTime}). */
    public long begunNanos() {
        return begunNanos;
    }

    /** Every controller's name and API, whether it lives or not. */
    Map<String, Api> controllers() {
        Map<String, Api> all = new TreeMap<>();
        for (Site site : world.sites()) {
            IntStream.rangeClosed(1, site.controllers())
                    .forEach(n -> all.put(site.name() + "/" + Site.letter(n), world.api(site, n)));
        }
        return all;
    }

    Site east() {
        return world.site("east");
    }

    Site west() {
        return world.site("west");
    }

    Site witness() {
        return world.site("witness");
    }

    Service shop() {
        return world.service("shop");
    }

    Service ledger() {
        return world.service("ledger");
    }

    /** The APIs of the controllers whose processes live. */
    Map<String, Api> living() {
        Map<String, Api> living = new TreeMap<>();
        for (Site site : world.sites()) {
            IntStream.rangeClosed(1, site.controllers())
                    .filter(n -> lives(World.controllerName(site, n)))
                    .forEach(n -> living.put(site.name() + "/" + Site.letter(n), world.api(site, n)));
        }
        return living;
    }

    private boolean lives(String process) {
        return world.children().stream().anyMatch(child -> child.name().equals(process) && child.alive());
    }

    /** Whether every living controller serves this weight of a service in a datacenter. */
    boolean weight(Service service, Site site, int weight) {
        return living().values().stream()
                .allMatch(api -> api.weight(service.name(), site.name()).orElse(-1) == weight);
    }

    /** Whether every living controller sends something to a datacenter that may have this share of its part, and no more. */
    boolean returning(Service service, Site site, double share) {
        return everywhere(state -> {
            JsonNode said = state.path("services").path(service.name());
            return said.path("ceilings").path(site.name()).path("share").asDouble(-1) == share
                    && said.path("weights").path(site.name()).asInt() > 0;
        });
    }

    /** Whether the state of every living controller is like this. */
    boolean everywhere(Predicate<JsonNode> like) {
        return living().values().stream()
                .allMatch(api -> api.state().filter(like).isPresent());
    }

    /** Whether an alarm of this name stands in a controller's state. */
    static boolean alarm(JsonNode state, String name) {
        return StreamSupport.stream(state.path("alarms").spliterator(), false)
                .anyMatch(alarm -> alarm.path("name").asText().equals(name));
    }

    /** Watches what the name servers of these sites answer for a service. */
    List<AnswerWatch> watch(Service service, List<Site> sites) {
        List<AnswerWatch> watches = new ArrayList<>();
        for (Site site : sites) {
            IntStream.rangeClosed(1, site.controllers())
                    .forEach(n -> watches.add(new AnswerWatch(site.controller(n), service.name(), 10)));
        }
        return watches;
    }

    /** The published addresses of a service in a datacenter. */
    static List<String> published(Service service, Site site) {
        return IntStream.rangeClosed(1, service.instances())
                .mapToObj(n -> service.published(site, n))
                .toList();
    }

    /** What the first living controller concludes of a service in a datacenter. */
    JsonNode conclusion(Service service, Site site) {
        return living().values().stream()
                .flatMap(api -> api.state().stream())
                .findFirst()
                .map(state -> state.path("services")
                        .path(service.name())
                        .path("conclusions")
                        .path(site.name()))
                .orElseThrow(() -> new IllegalStateException("no controller answers"));
    }
}
