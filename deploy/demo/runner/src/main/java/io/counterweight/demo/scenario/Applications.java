package io.counterweight.demo.scenario;

import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.World;
import io.counterweight.demo.traffic.AnswerWatch;
import io.counterweight.demo.traffic.Request;
import java.time.Duration;
import java.util.List;

/** Applications that die, return, and speak for themselves. */
final class Applications {
    private static final String KILLED_BOUND = "0.15 s plus the machine's noise";
    private final Stage stage;

    Applications(Stage stage) {
        this.stage = stage;
    }

    /** Starts everything, by this. */
    void start(Scene scene, Runnable start) {
        scene.happened("starting 5 controllers, 4 instances of shop, 2 of ledger, and the sites' edges");
        long from = System.nanoTime();
        start.run();
        scene.measuredSince(from, "from nothing until every name server answers for both services", "");
    }

    void steady(Scene scene) {
        scene.await(
                "shop is spread half and half, ledger is in west",
                () -> stage.weight(stage.shop(), stage.east(), 500)
                        && stage.weight(stage.ledger(), stage.west(), 1000));
        scene.explainFromHere();
        scene.keepWhatStands();
        long from = System.nanoTime();
        scene.stays(
                "the weights stay for 8 s",
                Duration.ofSeconds(8),
                () -> stage.weight(stage.shop(), stage.east(), 500)
                        && stage.weight(stage.ledger(), stage.west(), 1000));
        List<Request> shop = stage.traffic().between(from, System.nanoTime()).stream()
                .filter(request -> request.service().equals("shop"))
                .toList();
        long inEast = shop.stream()
                .filter(request -> request.datacenter().equals("east"))
                .count();
        scene.expect("users of shop reach both datacenters", inEast > 0 && inEast < shop.size());
    }

    void oneDies(Scene scene) {
        dies(scene, 1);
        scene.await(
                "shop keeps half of its share in east, west takes the rest",
                () -> stage.weight(stage.shop(), stage.east(), 250) && stage.weight(stage.shop(), stage.west(), 750));
    }

    void allDie(Scene scene) {
        dies(scene, 2);
        scene.await("shop has left east", () -> stage.weight(stage.shop(), stage.east(), 0));
        scene.expect("ledger has not moved", stage.weight(stage.ledger(), stage.west(), 1000));
    }

    private void dies(Scene scene, int instance) {
        Service shop = stage.shop();
        List<AnswerWatch> watches = stage.watch(shop, List.of(stage.east(), stage.west()));
        scene.pause(1_000);
        String name = World.instance(shop, stage.east(), instance);
        long diedAt = System.nanoTime();
        stage.world().child(name).kill();
        scene.happened("killed " + name + " with SIGKILL");
        scene.goneFromAnswers(watches, List.of(shop.published(stage.east(), instance)), diedAt, diedAt, KILLED_BOUND);
    }

    void comeBack(Scene scene) {
        long started = System.nanoTime();
        stage.world().startInstance(stage.shop(), stage.east(), 1);
        stage.world().startInstance(stage.shop(), stage.east(), 2);
        scene.happened("started both instances of shop in east again");
        scene.awaitSince(
                started,
                "after the hold-down the first step: half of east's share",
                "from the start to the first returning weight",
                "the applications' own start, and hold-down 5 s",
                () -> stage.weight(stage.shop(), stage.east(), 250));
        long half = System.nanoTime();
        scene.awaitSince(
                half,
                "after the soak all of it",
                "from the first step to the whole",
                "soak 4 s",
                () -> stage.weight(stage.shop(), stage.east(), 500));
    }

    void inTrouble(Scene scene) {
        long pushed = System.nanoTime();
        Trouble.push(stage.shop(), stage.west(), "capacity=0.4&seconds=8&reason=database%20replica%20is%20slow");
        scene.happened("shop in west pushed: 40 % of its capacity for 8 s, database replica is slow");
        scene.awaitSince(
                pushed,
                "west keeps two fifths of its share",
                "from the push to the weight, at every controller",
                "",
                () -> stage.weight(stage.shop(), stage.west(), 200));
        scene.awaitSince(
                pushed,
                "the signal has expired: all of it is back",
                "from the push to the whole share again",
                "8 s of the signal, hold-down 5 s, soak 4 s",
                () -> stage.weight(stage.shop(), stage.west(), 500));
    }
}
