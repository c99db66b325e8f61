package io.counterweight.demo.scenario;

import io.counterweight.demo.kit.Edge;
import java.time.Duration;
import java.util.Map;

/** What is cut between the sites while all of them serve. The cuts are made at the edges, outside of Counterweight. */
final class Links {
    private static final Duration LENGTH = Duration.ofSeconds(12);
    private final Stage stage;

    Links(Stage stage) {
        this.stage = stage;
    }

    void cut(Scene scene) {
        stage.world().edge(stage.east()).swallow(stage.west(), Edge.LINK);
        stage.world().edge(stage.west()).swallow(stage.east(), Edge.LINK);
        scene.happened("everything between the controllers of east and of west is swallowed");
        scene.stays("no weight changes for 12 s", LENGTH, this::unchanged);
        stage.world().edge(stage.east()).allow(stage.west(), Edge.LINK);
        stage.world().edge(stage.west()).allow(stage.east(), Edge.LINK);
        scene.happened("the link is back");
        scene.stays("nor for 4 s after it is back", Duration.ofSeconds(4), this::unchanged);
        noWeightChanged(scene);
    }

    void firewall(Scene scene) {
        stage.world().edge(stage.west()).swallow(stage.east(), Edge.PUBLISHED);
        scene.happened("west's published addresses swallow whatever comes from east");
        scene.await("the votes are mixed, so the rule says hold", () -> stage.conclusion(stage.shop(), stage.west())
                .path("condition")
                .asText()
                .equals("hold"));
        scene.stays("no weight changes for 12 s", LENGTH, this::unchanged);
        stage.world().edge(stage.west()).allow(stage.east(), Edge.PUBLISHED);
        scene.happened("the rule is gone");
        scene.await("west is concluded healthy again", () -> stage.conclusion(stage.shop(), stage.west())
                .path("condition")
                .asText()
                .equals("healthy"));
        noWeightChanged(scene);
    }

    private boolean unchanged() {
        return stage.weight(stage.shop(), stage.east(), 500) && stage.weight(stage.ledger(), stage.west(), 1000);
    }

    /** Every sample of every controller, not only those that a look happened to meet. */
    private void noWeightChanged(Scene scene) {
        Map<String, Integer> shop = Map.of("east", 500, "west", 500);
        Map<String, Integer> ledger = Map.of("east", 0, "west", 1000);
        scene.expect(
                "zero weight changes at any controller",
                stage.recorder().since(scene.begun()).stream()
                        .allMatch(sample -> shop.equals(sample.weights().get("shop"))
                                && ledger.equals(sample.weights().get("ledger"))));
    }
}
