package io.counterweight.demo.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Api;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.demo.kit.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Ledger may be active in one datacenter only: it moves, and is never in two. */
final class OnlyOne {
    private static final int SERVFAIL = 2;
    private final Stage stage;
    private final Desk desk;

    OnlyOne(Stage stage) {
        this.stage = stage;
        this.desk = new Desk(stage);
    }

    /** The policy makes it exclusive; an operator moves it, and lets it return. */
    void handover(Scene scene) {
        try (Exclusivity ledger = new Exclusivity(stage, scene)) {
            long made = System.nanoTime();
            desk.change(stage.ledger(), this::makeExclusive);
            scene.happened("the policy of ledger is made exclusive, with a hook that tells ledger its role");
            scene.await("every name server has stood down, and names west again by everybody's leave", () -> Stream.of(
                            stage.east(), stage.west())
                    .flatMap(this::controllers)
                    .allMatch(this::namesWest));
            ledger.nowhereSince(made);
            long said = System.nanoTime();
            String order = desk.order("drain", "west", more -> more.put("service", "ledger"));
            scene.happened("an operator drains ledger in west");
            scene.await("ledger is in east, by every controller", () -> serves(stage.east()));
            ledger.moved("west", "east", said);
            scene.pause(2_000);
            desk.end(order);
            long ended = System.nanoTime();
            scene.happened("the drain is ended");
            scene.await("ledger is back in west", () -> serves(stage.west()));
            ledger.moved("east", "west", ended);
            ledger.neverTwice(made);
        }
    }

    private boolean namesWest(Api api) {
        return api.state()
                .filter(state ->
                        state.at("/services/ledger/exclusive/named").asText().equals("west"))
                .isPresent();
    }

    private void makeExclusive(ObjectNode policy) {
        policy.put("mode", "exclusive");
        ((ObjectNode) policy.path("shifting")).putArray("steps").add(100);
        for (Site site : List.of(stage.east(), stage.west())) {
            ((ObjectNode) policy.path("datacenters").path(site.name()))
                    .putObject("hook")
                    .put("url", "http://" + stage.ledger().inside(site, 1) + ":" + Service.PORT + "/role")
                    .put("deadline", "2s");
        }
    }

    /** West is cut off from everybody but its users. */
    void cut(Scene scene) {
        World world = stage.world();
        try (Exclusivity ledger = new Exclusivity(stage, scene)) {
            long from = System.nanoTime();
            cutOff(world, stage.east());
            cutOff(world, stage.witness());
            world.outside().shut(Edge.ANCHOR + "-west");
            scene.happened("west is cut off from east, the witness and every anchor; its users still reach it");
            scene.awaitSince(
                    from,
                    "west stands down by itself: its name servers answer SERVFAIL",
                    "from the cut to SERVFAIL at both name servers of west",
                    "staleness bound 2 s",
                    () -> answersNothing(stage.west()));
            scene.await("then ledger is in east", () -> controllers(stage.east())
                    .allMatch(api -> api.weight("ledger", "east").orElse(0) == 1000));
            ledger.moved("west", "east", from);
            scene.stays(
                    "and west answers nothing for 3 s more", Duration.ofSeconds(3), () -> answersNothing(stage.west()));
            heal(world, stage.east());
            heal(world, stage.witness());
            world.outside().open(Edge.ANCHOR + "-west");
            long healed = System.nanoTime();
            scene.happened("the cut is over");
            scene.await("ledger is back in west", () -> serves(stage.west()));
            ledger.moved("east", "west", healed);
            scene.await("shop has its half in west again", () -> stage.weight(stage.shop(), stage.west(), 500));
            ledger.neverTwice(from);
        }
    }

    private void cutOff(World world, Site other) {
        world.edge(stage.west()).swallow(other, "all");
        world.edge(other).swallow(stage.west(), "all");
    }

    private void heal(World world, Site other) {
        world.edge(stage.west()).allow(other, "all");
        world.edge(other).allow(stage.west(), "all");
    }

    /** The controllers of the witness and of west die: nobody has a majority, and a person promotes east. */
    void promote(Scene scene) {
        World world = stage.world();
        try (Exclusivity ledger = new Exclusivity(stage, scene)) {
            long diedAt = System.nanoTime();
            world.controller(stage.witness(), 1).kill();
            IntStream.rangeClosed(1, 2)
                    .forEach(n -> world.controller(stage.west(), n).strike());
            scene.happened("killed the controllers of the witness and of west; the applications live");
            scene.awaitSince(
                    diedAt,
                    "east has no majority any more: its name servers answer SERVFAIL",
                    "from the deaths to SERVFAIL at both name servers of east",
                    "staleness bound 2 s",
                    () -> answersNothing(stage.east()));
            scene.stays("no machine promotes it for 4 s", Duration.ofSeconds(4), () -> answersNothing(stage.east()));
            world.child(World.instance(stage.ledger(), stage.west(), 1)).kill();
            scene.happened("a person makes sure that ledger in west is down");
            long said = System.nanoTime();
            String order = desk.order("promote", "east", more -> more.put("service", "ledger")
                    .put("reason", "west's controllers and the witness are dead"));
            scene.happened("and promotes east");
            scene.awaitSince(
                    said,
                    "ledger is in east",
                    "from the promotion until east's name servers answer",
                    "the silent hook's deadline 2 s",
                    () -> serves(stage.east()));
            ledger.moved("west", "east", diedAt);
            world.startInstance(stage.ledger(), stage.west(), 1, Map.of("LEDGER_ROLE", "passive"));
            world.startControllers(stage.west());
            world.startControllers(stage.witness());
            scene.happened("started west's and the witness's controllers again, and ledger in west, as passive");
            world.awaitReady();
            scene.happened("every controller is ready");
            scene.await("ledger stays in east", () -> serves(stage.east()));
            desk.end(order);
            long ended = System.nanoTime();
            scene.happened("the promotion is ended");
            scene.await("ledger is back in west", () -> serves(stage.west()));
            ledger.moved("east", "west", ended);
            ledger.neverTwice(diedAt);
        }
    }

    private boolean serves(Site site) {
        return stage.weight(stage.ledger(), site, 1000);
    }

    private Stream<Api> controllers(Site site) {
        return IntStream.rangeClosed(1, site.controllers())
                .mapToObj(n -> stage.world().api(site, n));
    }

    /** Whether each name server of a site answers, and has no answer for ledger. */
    private boolean answersNothing(Site site) {
        return IntStream.rangeClosed(1, site.controllers()).allMatch(n -> stage.world()
                .nameServer(site, n)
                .addresses("ledger")
                .filter(answer -> answer.rcode() == SERVFAIL)
                .isPresent());
    }
}
