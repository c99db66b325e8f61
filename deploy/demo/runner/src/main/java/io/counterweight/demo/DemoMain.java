package io.counterweight.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.demo.report.Console;
import io.counterweight.demo.report.Data;
import io.counterweight.demo.report.Reports;
import io.counterweight.demo.scenario.Outcome;
import io.counterweight.demo.scenario.Recorder;
import io.counterweight.demo.scenario.Scenario;
import io.counterweight.demo.scenario.Stage;
import io.counterweight.demo.traffic.Traffic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Runs two datacenters and a witness on loopback, breaks things, and says what happened. The one argument is the directory to work in;
 * the environment's {@code KEEP=1} leaves everything running. The exit status says whether every expectation held.
 */
public final class DemoMain {
    private static final int NETWORK = 10;
    private static final int EXIT_BUSY = 2;

    private DemoMain() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        boolean keep = "1".equals(System.getenv("KEEP"));
        Console console = new Console(System.out, "1".equals(System.getenv("COLOUR")));
        World world = new World(
                List.of(
                        new Site("east", NETWORK, 1, 2, true),
                        new Site("west", NETWORK, 2, 2, true),
                        new Site("witness", NETWORK, 3, 1, false)),
                List.of(new Service("shop", 0, 2), new Service("ledger", 1, 1)),
                directory,
                "");
        List<String> busy = Ports.busy(world.listens());
        if (!busy.isEmpty()) {
            busy.forEach(line -> System.err.println("busy: " + line));
            System.err.println("Nothing was started. If a demo was left running, end it with: make stop");
            System.exit(EXIT_BUSY);
        }
        Thread cleaner = new Thread(world::close);
        Runtime.getRuntime().addShutdownHook(cleaner);
        int status = run(world, console, directory);
        if (keep) {
            Runtime.getRuntime().removeShutdownHook(cleaner);
            keep(world, console);
        }
        System.exit(status);
    }

    private static int run(World world, Console console, Path directory) throws IOException {
        console.say(
                "Two datacenters, east and west, and a witness: each controller and each application is a process of its own.");
        try (Traffic traffic = new Traffic(1);
                Recorder recorder = new Recorder(world)) {
            Stage stage = new Stage(world, traffic, recorder);
            List<Outcome> outcomes =
                    Scenario.of(stage, console, () -> start(world, traffic)).play();
            long ended = outcomes.getLast().toMillis();
            Data data = Data.of(
                    stage.begunNanos(),
                    outcomes,
                    recorder.all(),
                    traffic.between(stage.begunNanos(), stage.begunNanos() + ended * 1_000_000));
            Reports.write(data, directory);
            long failed = outcomes.stream().filter(outcome -> !outcome.held()).count();
            console.verdict(
                    data.held(),
                    data.held()
                            ? "Every expectation held in " + outcomes.size() + " steps."
                            : failed + " of " + outcomes.size() + " steps did not go as expected: see above.");
            console.say("As data: " + directory.resolve("report.json") + "\nDrawn:   "
                    + directory.resolve("report.html") + "\nLogs:    " + directory);
            return data.exitStatus();
        }
    }

    private static void start(World world, Traffic traffic) {
        world.start();
        policies(world);
        World.await("shop and ledger are served", Duration.ofSeconds(60), () -> world.nameServers().stream()
                .allMatch(server -> serves(server, "shop") && serves(server, "ledger")));
        traffic.add("shop", world.nameServers(), 16, 400);
        traffic.add("ledger", world.nameServers(), 4, 400);
    }

    private static boolean serves(NameServer server, String service) {
        return server.addresses(service).map(answer -> answer.rcode() == 0).orElse(false);
    }

    private static void policies(World world) {
        Api api = world.api(world.site("east"), 1);
        put(api, "shop", world.service("shop").policy(world.sites(), "/q/health", policy -> {}));
        put(api, "ledger", world.service("ledger").policy(world.sites(), "/actuator/health", policy -> {
            policy.put("mode", "priority");
            ((ObjectNode) policy.at("/datacenters/west")).put("priority", 1);
            ((ObjectNode) policy.at("/datacenters/east")).put("priority", 2);
        }));
    }

    private static void put(Api api, String service, ObjectNode policy) {
        Api.Answer answer = api.put("/api/v1/policies/" + service, policy, Optional.empty());
        if (answer.status() != 201 && answer.status() != 202) {
            throw new IllegalStateException("the policy of " + service + " was not taken: " + answer);
        }
    }

    private static void keep(World world, Console console) {
        Site east = world.site("east");
        Site west = world.site("west");
        console.say("""

                Everything goes on running. To explore:
                  TOKEN=$(cat %1$s/operator.token)
                  curl -s -H "Authorization: Bearer $TOKEN" http://%2$s:%3$d/api/v1/state
                  curl -s -H "Authorization: Bearer $TOKEN" "http://%2$s:%3$d/api/v1/decisions?service=shop"
                  curl -N -H "Authorization: Bearer $TOKEN" http://%4$s:%3$d/api/v1/events
                  curl -s http://%2$s:%3$d/q/metrics
                  dig @%2$s -p %5$d shop.%6$s +short
                  dig @%4$s -p %5$d ledger.%6$s +short
                Processes and their ids: %1$s/pids
                To end it: make stop
                """.formatted(
                        world.directory(),
                        east.controller(1),
                        Site.API_PORT,
                        west.controller(1),
                        Site.DNS_PORT,
                        NameServer.ZONE));
    }
}
