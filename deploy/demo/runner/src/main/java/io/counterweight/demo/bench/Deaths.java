package io.counterweight.demo.bench;

import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The kinds of death. */
final class Deaths {
    private static final Duration AFTER_A_CUT = Duration.ofSeconds(3);

    private final Arena arena;

    Deaths(Arena arena) {
        this.arena = arena;
    }

    List<Trial> applicationsKilled(int count) {
        List<Trial> trials = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Service service = arena.service(n);
            Site site = arena.datacenter(n / 4);
            arena.settle(service);
            Child child = arena.world().child(World.instance(service, site, 1));
            trials.add(arena.measure(
                    "application " + (n + 1) + " killed, " + child.name(),
                    List.of(service),
                    site,
                    bothDatacenters(),
                    at -> {
                        child.kill();
                        return at;
                    }));
            arena.world().startInstance(service, site, 1);
        }
        return trials;
    }

    /** The kernel goes on accepting, and nobody answers. */
    List<Trial> applicationsHung(int count) {
        List<Trial> trials = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Service service = arena.service(n);
            Site site = arena.datacenter(n / 4);
            arena.settle(service);
            Child child = arena.world().child(World.instance(service, site, 1));
            trials.add(arena.measure(
                    "application " + (n + 1) + " hung, " + child.name(),
                    List.of(service),
                    site,
                    bothDatacenters(),
                    at -> {
                        child.freeze();
                        return at;
                    }));
            child.thaw();
        }
        return trials;
    }

    /**
     * Nothing comes back from its address any more, not even a refusal. Needs a network namespace of one's own, and nft, whose own
     * running time counts.
     */
    List<Trial> applicationsVanished(int count) {
        nft("add", "table", "inet", "bench");
        nft("add", "chain", "inet", "bench", "input", "{ type filter hook input priority 0 ; }");
        List<Trial> trials = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Service service = arena.service(n);
            Site site = arena.datacenter(n / 4);
            arena.settle(service);
            String address = service.inside(site, 1);
            trials.add(arena.measure(
                    "application " + (n + 1) + " vanished, " + service.name() + " in " + site.name(),
                    List.of(service),
                    site,
                    bothDatacenters(),
                    at -> {
                        nft("add", "rule", "inet", "bench", "input", "ip", "daddr", address, "drop");
                        return at;
                    }));
            nft("flush", "chain", "inet", "bench", "input");
        }
        return trials;
    }

    private static void nft(String... words) {
        List<String> command = new ArrayList<>(List.of("nft"));
        command.addAll(List.of(words));
        try {
            int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " exited with " + exit);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    List<Trial> datacentersKilled(int count) {
        List<Trial> trials = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            Site dying = arena.datacenter(n);
            Site surviving = arena.datacenter(n + 1);
            arena.world().services().forEach(arena::settle);
            trials.add(arena.measure(
                    "datacenter " + (n + 1) + " killed, " + dying.name(),
                    arena.world().services(),
                    dying,
                    List.of(surviving),
                    at -> {
                        arena.world().kill(dying);
                        return at;
                    }));
            arena.world().startEdge(dying);
            arena.world().startInstances(dying);
            arena.world().startControllers(dying);
            arena.world().awaitReady();
        }
        return trials;
    }

    /** Cuts the link and mends it, and counts the weights that changed meanwhile, over all services and controllers. */
    int weightChangesInLinkCuts(int count, int seconds) {
        int changes = 0;
        Site east = arena.datacenter(0);
        Site west = arena.datacenter(1);
        for (int n = 0; n < count; n++) {
            arena.world().services().forEach(arena::settle);
            WeightChanges counter = new WeightChanges(arena.world());
            arena.world().edge(east).swallow(west, Edge.LINK);
            arena.world().edge(west).swallow(east, Edge.LINK);
            counter.watch(Duration.ofSeconds(seconds));
            arena.world().edge(east).allow(west, Edge.LINK);
            arena.world().edge(west).allow(east, Edge.LINK);
            counter.watch(AFTER_A_CUT);
            changes += counter.changes();
        }
        return changes;
    }

    private List<Site> bothDatacenters() {
        return List.of(arena.datacenter(0), arena.datacenter(1));
    }
}
