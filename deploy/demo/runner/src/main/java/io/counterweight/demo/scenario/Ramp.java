package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;

/** A return that does its datacenter no good is taken back, and tried again. */
final class Ramp {
    private final Stage stage;
    private final Desk desk;

    Ramp(Stage stage) {
        this.stage = stage;
        this.desk = new Desk(stage);
    }

    void abort(Scene scene) {
        desk.change(stage.shop(), policy -> ((ObjectNode) policy.path("shifting"))
                .putObject("abort")
                .put("offered", 0.9));
        String order =
                desk.order("drain", "east", more -> more.put("service", "shop").put("reason", "a new release"));
        scene.happened("an operator drains shop in east for a new release");
        scene.await("east is empty at every controller", () -> stage.weight(stage.shop(), stage.east(), 0));
        scene.stays("and so for 3 s", Duration.ofSeconds(3), () -> stage.weight(stage.shop(), stage.east(), 0));
        desk.end(order);
        scene.happened("the drain is ended");
        scene.await("east returns: half of its share", () -> stage.returning(stage.shop(), stage.east(), 0.5));
        long pushed = System.nanoTime();
        Trouble.push(stage.shop(), stage.east(), "capacity=0.7&seconds=3&reason=its%20caches%20are%20cold");
        scene.happened("shop in east pushed: 70 % of its capacity for 3 s, its caches are cold;"
                + " its policy takes a return back below 90 %");
        scene.awaitSince(
                pushed,
                "the return is aborted: east gets nothing at every controller",
                "from the push to an empty east, at every controller",
                "",
                () -> stage.weight(stage.shop(), stage.east(), 0) && phase("ABORTED"));
        scene.await("east's controllers raise the alarm ramp-aborted", () -> alarms(true));
        long aborted = System.nanoTime();
        scene.awaitSince(
                aborted,
                "the signal has expired: half of its share again",
                "from the abort to the next try",
                "soak 4 s",
                () -> stage.returning(stage.shop(), stage.east(), 0.5));
        scene.await("then all of it", () -> stage.weight(stage.shop(), stage.east(), 500));
        scene.await("which is watched as well, then it is over", () -> phase("OPEN") && alarms(false));
        desk.change(stage.shop(), policy -> ((ObjectNode) policy.path("shifting")).remove("abort"));
    }

    /** Whether every controller reads this phase in east's ceiling. */
    private boolean phase(String phase) {
        return stage.everywhere(
                state -> state.at("/services/shop/ceilings/east/phase").asText().equals(phase));
    }

    /** Whether the alarm stands at each of east's controllers, or at none of them. */
    private boolean alarms(boolean stand) {
        return List.of(1, 2).stream()
                .map(n -> stage.world().api(stage.east(), n))
                .allMatch(api -> api.state()
                        .filter(state -> Stage.alarm(state, "ramp-aborted") == stand)
                        .isPresent());
    }
}
