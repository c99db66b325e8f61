package io.counterweight.demo.scenario;

import io.counterweight.demo.traffic.AnswerWatch;
import java.util.ArrayList;
import java.util.List;

/** A whole datacenter dies and returns. */
final class Sites {
    private static final String KILLED_BOUND = "0.7 s with a witness, plus the machine's noise";
    private final Stage stage;

    Sites(Stage stage) {
        this.stage = stage;
    }

    void die(Scene scene) {
        List<AnswerWatch> shop = stage.watch(stage.shop(), List.of(stage.east()));
        List<AnswerWatch> ledger = stage.watch(stage.ledger(), List.of(stage.east()));
        scene.pause(1_000);
        long diedAt = System.nanoTime();
        stage.world().kill(stage.west());
        scene.happened("killed every process of west: edge, controllers, applications");
        List<AnswerWatch> watches = new ArrayList<>(shop);
        watches.addAll(ledger);
        List<String> dead = new ArrayList<>(Stage.published(stage.shop(), stage.west()));
        dead.addAll(Stage.published(stage.ledger(), stage.west()));
        scene.goneFromAnswers(watches, dead, diedAt, diedAt, KILLED_BOUND);
        scene.await("east carries all of shop", () -> stage.weight(stage.shop(), stage.east(), 1000));
        scene.await(
                "ledger has moved to east, as its priorities say",
                () -> stage.weight(stage.ledger(), stage.east(), 1000));
    }

    void comeBack(Scene scene) {
        long started = System.nanoTime();
        stage.world().startEdge(stage.west());
        stage.world().startInstances(stage.west());
        stage.world().startControllers(stage.west());
        scene.happened("started west again");
        stage.world().awaitReady();
        scene.happened("west's controllers are ready");
        scene.measuredSince(started, "from west's start until its controllers are ready", "");
        long ready = System.nanoTime();
        scene.awaitSince(
                ready,
                "the first step: half of west's share",
                "from ready to the first returning weight",
                "hold-down 5 s",
                () -> stage.weight(stage.shop(), stage.west(), 250));
        long half = System.nanoTime();
        scene.awaitSince(
                half,
                "then all of it",
                "from the first step to the whole",
                "soak 4 s",
                () -> stage.weight(stage.shop(), stage.west(), 500));
        scene.await("ledger is back in west", () -> stage.weight(stage.ledger(), stage.west(), 1000));
    }
}
