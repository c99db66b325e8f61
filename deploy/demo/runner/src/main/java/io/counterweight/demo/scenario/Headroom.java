package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Site;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Two datacenters that cannot carry each other's load, and a person who drains one. */
final class Headroom {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CAPACITY = 100;
    private final Stage stage;
    private final Desk desk;

    Headroom(Stage stage) {
        this.stage = stage;
        this.desk = new Desk(stage);
    }

    void drain(Scene scene) {
        declare(place -> place.put("capacity", CAPACITY));
        measure(80, 80, "40s");
        scene.happened("a monitor says that shop carries 80 requests a second in each datacenter;"
                + " its policy says that each can carry 100");
        scene.await(
                "every controller knows both",
                () -> everywhere(shop -> List.of("east", "west").stream()
                        .allMatch(site -> shop.at("/signals/" + site + "/load").asDouble() == 80
                                && shop.at("/signals/" + site + "/capacity").asDouble() == CAPACITY)));
        long said = System.nanoTime();
        desk.order("drain", "east", more -> more.put("service", "shop")
                .put("reason", "a new release")
                .put("length", "12s"));
        scene.happened("an operator drains shop in east for 12 s");
        scene.awaitSince(
                said,
                "west takes 20 more; the other 60 of 160 stay in east",
                "from the operator's word to the weights, at every controller",
                "",
                () -> stage.weight(stage.shop(), stage.east(), 375) && stage.weight(stage.shop(), stage.west(), 625));
        scene.await(
                "and every controller says why",
                () -> everywhere(shop -> shop.path("steps")
                        .toString()
                        .contains("refused by headroom: 60 of the 160 that clients ask for")));
        measure(60, 100, "40s");
        scene.await(
                "the drain is over: east has its half again",
                () -> stage.weight(stage.shop(), stage.east(), 500) && stage.weight(stage.shop(), stage.west(), 500));
        declare(place -> place.remove("capacity"));
        measure(80, 80, "1s");
        scene.await(
                "and the monitor's last words have expired",
                () -> everywhere(shop -> List.of("east", "west").stream()
                        .noneMatch(site -> shop.at("/signals/" + site + "/load").isNumber())));
    }

    /** Changes what the policy says of each datacenter. */
    private void declare(Consumer<ObjectNode> change) {
        desk.change(
                stage.shop(), policy -> policy.path("datacenters").forEach(place -> change.accept((ObjectNode) place)));
    }

    /** A monitor tells every controller what its datacenter carries, for so long. */
    private void measure(int inEast, int inWest, String ttl) {
        push(stage.east(), inEast, ttl);
        push(stage.west(), inWest, ttl);
    }

    private void push(Site site, int load, String ttl) {
        ObjectNode signal = JSON.createObjectNode()
                .put("service", "shop")
                .put("datacenter", site.name())
                .put("sender", "monitor")
                .put("status", "serving")
                .put("load", load)
                .put("ttl", ttl)
                .put("sequence", System.currentTimeMillis());
        IntStream.rangeClosed(1, site.controllers()).forEach(n -> {
            Api.Answer answer = stage.world().api(site, n).post("/api/v1/signals", signal);
            if (answer.status() / 100 != 2) {
                throw new IllegalStateException("the load of shop in " + site.name() + " was not taken: " + answer);
            }
        });
    }

    private boolean everywhere(Predicate<JsonNode> like) {
        return stage.everywhere(state -> like.test(state.path("services").path("shop")));
    }
}
