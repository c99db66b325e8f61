package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import io.counterweight.demo.scenario.Outcome.Measure;
import io.counterweight.demo.traffic.AnswerWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A person drains a datacenter; not even the death of every controller forgets it. */
final class Operators {
    private static final long A_LOOK_UP_NANOS = 2_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Stage stage;
    private String id = "";

    Operators(Stage stage) {
        this.stage = stage;
    }

    void drain(Scene scene) {
        ObjectNode drain = JSON.createObjectNode()
                .put("action", "drain")
                .put("datacenter", "east")
                .put("reason", "replacing a switch in row 4")
                .put("length", "30s");
        long said = System.nanoTime();
        Api.Answer answer = stage.world().api(stage.west(), 1).post("/api/v1/overrides", drain);
        scene.happened("drain east for 30 s, said to a controller of west: " + answer.status() + ", held by "
                + answer.body().path("holders"));
        scene.expect("two datacenters hold the drain", answer.status() == 201);
        id = answer.body().path("key").asText().replace("override/", "");
        scene.awaitSince(
                said,
                "east is empty at every controller",
                "from the operator's word to an empty east, at every controller",
                "",
                () -> stage.weight(stage.shop(), stage.east(), 0));
        scene.await(
                "every controller has the drain, and its owner is the token's",
                () -> everywhere(drained -> drained.path("owner").asText().equals("operator")));
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
        // Whoever answers from here on is a controller in its new life.
        List<AnswerWatch> watches = stage.watch(shop, List.of(stage.east(), stage.west()));
        long started = System.nanoTime();
        stage.world().sites().forEach(stage.world()::startControllers);
        scene.happened("started the controllers again");
        scene.await("every name server answers again", () -> watches.stream()
                .allMatch(watch -> watch.first().isPresent()));
        firstAnswers(scene, watches, diedAt, started);
        stage.world().awaitReady();
        scene.happened("every controller is ready");
        long ready = System.nanoTime();
        int all = stage.controllers().size();
        scene.expect(
                "the drain is still there, at each of the " + all + " controllers",
                stage.living().size() == all
                        && everywhere(
                                drained -> drained.path("remainingSeconds").asLong() > 0));
        scene.expect("east is still empty", stage.weight(shop, stage.east(), 0));
        scene.goneFromAnswers(watches, List.of(shop.published(stage.west(), 2)), diedAt, ready, "");
        stage.world().startInstance(shop, stage.west(), 2);
        scene.happened("started " + World.instance(shop, stage.west(), 2) + " again");
    }

    private void firstAnswers(Scene scene, List<AnswerWatch> watches, long diedAt, long started) {
        List<String> west = Stage.published(stage.shop(), stage.west());
        long earliest = System.nanoTime();
        long latest = started;
        boolean journals = !watches.isEmpty();
        for (AnswerWatch watch : watches) {
            Optional<AnswerWatch.First> first = watch.first();
            if (first.isPresent()) {
                AnswerWatch.First said = first.get();
                earliest = Math.min(earliest, said.atNanos());
                latest = Math.max(latest, said.atNanos());
                journals &= said.rcode() == 0 && !said.addresses().isEmpty() && west.containsAll(said.addresses());
                scene.happened("first answer of " + watch.server() + ": code " + said.rcode() + ", "
                        + String.join(", ", said.addresses()));
            } else {
                journals = false;
            }
        }
        scene.expect("the first answer of every name server is the journal's: west alone", journals);
        scene.measured(
                new Measure("from the start to the first answer of all", (earliest - started) / 1_000_000, "ms", ""));
        scene.measured(new Measure(
                "from the start to the first answer of the last name server",
                (latest - started) / 1_000_000,
                "ms",
                ""));
        // While no name server lives no user learns an address: that alone is explained, until one look-up after the
        // first answer.
        scene.usersMayFail(
                Scene.DEAD, diedAt - A_LOOK_UP_NANOS, earliest + A_LOOK_UP_NANOS, request -> request.address()
                        .isEmpty());
    }

    void drainEnds(Scene scene) {
        scene.await("the drain is over at every controller", () -> stage.living().values().stream()
                .allMatch(api ->
                        api.state().map(state -> drained(state).isMissingNode()).orElse(false)));
        long over = System.nanoTime();
        scene.awaitSince(
                over,
                "east returns through its ceiling: half of its share",
                "from the drain's end to the first returning weight",
                "",
                () -> stage.returning(stage.shop(), stage.east(), 0.5));
        long half = System.nanoTime();
        scene.awaitSince(
                half,
                "then all of it",
                "from the first step to the whole",
                "soak 4 s",
                () -> stage.weight(stage.shop(), stage.east(), 500));
    }

    /** Whether the drain is in force at every living controller, and is like this. */
    private boolean everywhere(Predicate<JsonNode> like) {
        return stage.living().values().stream().allMatch(api -> api.state()
                .map(this::drained)
                .filter(each -> !each.isMissingNode())
                .filter(like)
                .isPresent());
    }

    /** The drain as a controller shows it; missing where it does not. */
    private JsonNode drained(JsonNode state) {
        for (JsonNode each : state.path("overrides")) {
            if (each.path("id").asText().equals(id)) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }
}
