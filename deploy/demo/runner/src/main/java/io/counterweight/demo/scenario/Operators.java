package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.NameServer;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A person drains a datacenter; not even the death of every controller forgets it. */
final class Operators {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Stage stage;

    Operators(Stage stage) {
        this.stage = stage;
    }

    void drain(Scene scene) {
        ObjectNode drain = JSON.createObjectNode()
                .put("action", "drain")
                .put("datacenter", "east")
                .put("reason", "replacing a switch in row 4")
                .put("length", "30s");
        Api.Answer answer = stage.world().api(stage.west(), 1).post("/api/v1/overrides", drain);
        scene.happened("drain east for 30 s, said to a controller of west: " + answer.status() + ", held by "
                + answer.body().path("holders"));
        scene.expect("two datacenters hold the drain", answer.status() == 201);
        scene.await("east is empty", () -> stage.weight(stage.shop(), stage.east(), 0));
        scene.expect(
                "the drain's owner is the token's",
                "operator".equals(override().path("owner").asText()));
    }

    void restart(Scene scene) {
        Service shop = stage.shop();
        long diedAt = System.nanoTime();
        List<Child> controllers = new ArrayList<>();
        for (Site site : stage.world().sites()) {
            IntStream.rangeClosed(1, site.controllers())
                    .forEach(n -> controllers.add(stage.world().controller(site, n)));
        }
        controllers.forEach(child -> child.signal("KILL"));
        controllers.forEach(Child::kill);
        stage.world().child(World.instance(shop, stage.west(), 2)).kill();
        scene.happened("killed all five controllers, and " + World.instance(shop, stage.west(), 2));
        stage.world().sites().forEach(stage.world()::startControllers);
        scene.happened("started the controllers again");
        Optional<NameServer.Answer> first = firstAnswer(scene);
        scene.expect(
                "the first answer is the journal's: west alone",
                first.map(answer -> answer.rcode() == 0
                                && !answer.addresses().isEmpty()
                                && Stage.published(shop, stage.west()).containsAll(answer.addresses()))
                        .orElse(false));
        stage.world().awaitReady();
        scene.expect(
                "the drain is still there", override().path("remainingSeconds").asLong() > 0);
        scene.expect("east is still empty", stage.weight(shop, stage.east(), 0));
        scene.await("the dead instance has left the answers", () -> stage.world().nameServers().stream()
                .allMatch(server -> server.addresses("shop")
                        .map(answer -> answer.addresses().equals(List.of(shop.published(stage.west(), 1))))
                        .orElse(false)));
        scene.usersMayFail(diedAt, System.nanoTime());
        stage.world().startInstance(shop, stage.west(), 2);
        scene.happened("started " + World.instance(shop, stage.west(), 2) + " again");
    }

    private Optional<NameServer.Answer> firstAnswer(Scene scene) {
        List<NameServer> servers = stage.world().nameServers();
        for (int tries = 0; tries < 6_000; tries++) {
            for (NameServer server : servers) {
                Optional<NameServer.Answer> answer = server.addresses("shop");
                if (answer.isPresent()) {
                    scene.happened("first answer: " + server.address() + " says " + answer.get());
                    return answer;
                }
            }
            scene.pause(10);
        }
        return Optional.empty();
    }

    void drainEnds(Scene scene) {
        scene.await("the drain is over", () -> override().isMissingNode());
        scene.await(
                "east returns through its ceiling: half of its share",
                () -> stage.weight(stage.shop(), stage.east(), 250));
        scene.await("then all of it", () -> stage.weight(stage.shop(), stage.east(), 500));
    }

    private JsonNode override() {
        return stage.living().values().stream()
                .flatMap(api -> api.state().stream())
                .findFirst()
                .map(state -> state.path("overrides").path(0))
                .orElseThrow(() -> new IllegalStateException("no controller answers"));
    }
}
