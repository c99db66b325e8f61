package io.counterweight.demo.scenario;

import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.scenario.Outcome.Measure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        scene.keepWhatStands();
        stage.world().edge(stage.east()).allow(stage.west(), Edge.LINK);
        stage.world().edge(stage.west()).allow(stage.east(), Edge.LINK);
        scene.happened("the link is back");
        scene.stays("nor for 4 s after it is back", Duration.ofSeconds(4), this::unchanged);
        noWeightChanged(scene);
    }

    void firewall(Scene scene) {
        long from = System.nanoTime();
        stage.world().edge(stage.west()).swallow(stage.east(), Edge.PUBLISHED);
        scene.happened("west's published addresses swallow whatever comes from east");
        scene.awaitSince(
                from,
                "the votes are mixed, so the rule says hold",
                "from the rule to the hold",
                "",
                () -> stage.conclusion(stage.shop(), stage.west())
                        .path("condition")
                        .asText()
                        .equals("hold"));
        scene.stays("no weight changes for 12 s", LENGTH, this::unchanged);
        long gone = System.nanoTime();
        stage.world().edge(stage.west()).allow(stage.east(), Edge.PUBLISHED);
        scene.happened("the rule is gone");
        scene.awaitSince(
                gone, "west is concluded healthy again", "from the rule's end to healthy", "", () -> stage.conclusion(
                                stage.shop(), stage.west())
                        .path("condition")
                        .asText()
                        .equals("healthy"));
        noWeightChanged(scene);
    }

    private boolean unchanged() {
        return stage.weight(stage.shop(), stage.east(), 500) && stage.weight(stage.ledger(), stage.west(), 1000);
    }

    /** By every controller's own decisions, which miss nothing, and by samples of all of them. */
    private void noWeightChanged(Scene scene) {
        Map<String, Integer> shop = Map.of("east", 500, "west", 500);
        Map<String, Integer> ledger = Map.of("east", 0, "west", 1000);
        Set<String> all = stage.controllers().keySet();
        scene.pause(300);
        List<Recorder.Sample> samples = stage.recorder().since(scene.begun());
        Set<String> heard = samples.stream().map(Recorder.Sample::controller).collect(Collectors.toSet());
        scene.expect(
                "all " + all.size() + " controllers live and told their weights meanwhile",
                heard.equals(all) && stage.living().keySet().equals(all));
        long changes = stage.living().values().stream()
                .mapToLong(api -> Explanations.weightChanges(api, scene.explainedFromWall()))
                .sum();
        scene.measured(new Measure("at any of " + all.size() + " controllers", changes, "weight changes", "none"));
        scene.expect(
                "zero weight changes at any controller, by its own decisions and by " + samples.size() + " samples",
                changes == 0
                        && samples.stream()
                                .allMatch(sample -> shop.equals(sample.weights().get("shop"))
                                        && ledger.equals(sample.weights().get("ledger"))));
    }
}
