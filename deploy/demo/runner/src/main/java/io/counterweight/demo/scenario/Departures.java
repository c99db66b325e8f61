package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.World;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** People take a datacenter out of service: in the order of its needs, and with the consent of others. */
final class Departures {
    private final Stage stage;
    private final Desk desk;

    Departures(Stage stage) {
        this.stage = stage;
        this.desk = new Desk(stage);
    }

    /** Shop needs ledger, whose place is west; west is evacuated, and returns. */
    void evacuate(Scene scene) {
        desk.change(stage.shop(), policy -> policy.putArray("needs").add("ledger"));
        scene.await(
                "every controller knows that shop needs ledger",
                () -> stage.everywhere(
                        state -> state.at("/services/shop/needs/0").asText().equals("ledger")));
        long said = System.nanoTime();
        String order = desk.order("evacuate", "west", more -> {});
        scene.happened("an operator evacuates west");
        scene.awaitSince(
                said,
                "shop, which calls ledger, has left west at every controller",
                "from the operator's word to the departure of the first layer",
                "",
                () -> stage.weight(stage.shop(), stage.west(), 0));
        long callers = System.nanoTime();
        scene.awaitSince(
                callers,
                "then ledger leaves too",
                "from the departure of the first layer to that of the second",
                "TTL 2 s",
                () -> stage.weight(stage.ledger(), stage.west(), 0));
        scene.await(
                "every controller says that all have left",
                () -> stage.everywhere(state -> state.path("evacuations").size() == 1
                        && steps(state).stream()
                                .allMatch(step -> step.path("stage").asText().equals("LEFT"))));
        desk.end(order);
        scene.happened("the evacuation is ended");
        scene.await("ledger is back in west", () -> stage.weight(stage.ledger(), stage.west(), 1000));
        scene.await("and so is shop", () -> stage.weight(stage.shop(), stage.west(), 500));
        neverAhead(scene, said);
        desk.change(stage.shop(), policy -> policy.putArray("needs"));
    }

    private static List<JsonNode> steps(JsonNode state) {
        return StreamSupport.stream(
                        state.path("evacuations").path(0).path("steps").spliterator(), false)
                .toList();
    }

    /** Shop has no larger part of its share in west than ledger has of its own: at any controller, on the way out and back. */
    private void neverAhead(Scene scene, long since) {
        List<Recorder.Sample> samples = stage.recorder().since(since);
        scene.expect(
                "no controller sent more to shop in west than ledger carried there, by " + samples.size() + " samples",
                !samples.isEmpty()
                        && samples.stream()
                                .allMatch(sample ->
                                        sample.weight("shop", "west") * 2 <= sample.weight("ledger", "west")));
    }

    /** Shop is protected: an order moves it when two others have consented. */
    void consent(Scene scene) {
        desk.change(stage.shop(), policy -> {
            ObjectNode approval = ((ObjectNode) policy.path("safety")).putObject("approval");
            approval.putArray("of")
                    .add(World.OPERATOR)
                    .add(World.FIRST_COLLEAGUE)
                    .add(World.SECOND_COLLEAGUE);
            approval.put("needed", 2);
        });
        String order = desk.order("drain", "west", more -> more.put("service", "shop"));
        scene.happened("an operator drains shop in west; the policy wants the consent of two others");
        scene.await(
                "it waits at every controller, and an alarm says for whom",
                () -> stage.everywhere(state -> Stage.alarm(state, "approval-wanted")));
        scene.stays("shop stays in west for 2 s", Duration.ofSeconds(2), this::stays);
        consents(World.FIRST_COLLEAGUE, order, scene);
        scene.stays("one consent moves nothing for 2 s", Duration.ofSeconds(2), this::stays);
        long second = System.nanoTime();
        consents(World.SECOND_COLLEAGUE, order, scene);
        scene.awaitSince(
                second,
                "with the second one shop leaves west at every controller",
                "from the second consent to an empty west, at every controller",
                "",
                () -> stage.weight(stage.shop(), stage.west(), 0));
        scene.stays(
                "nobody is sent there for 3 s",
                Duration.ofSeconds(3),
                () -> stage.weight(stage.shop(), stage.west(), 0));
        desk.change(stage.shop(), policy -> ((ObjectNode) policy.path("safety")).remove("approval"));
        desk.end(order);
        scene.happened("the drain is ended, and shop is protected no longer");
        scene.await("it returns in steps: half of its share", () -> stage.returning(stage.shop(), stage.west(), 0.5));
        scene.await("then all of it", () -> stage.weight(stage.shop(), stage.west(), 500));
    }

    private boolean stays() {
        return stage.weight(stage.shop(), stage.west(), 500);
    }

    private void consents(String person, String order, Scene scene) {
        desk.consent(person, "order.shop." + order);
        scene.happened(person + " consents");
    }
}
