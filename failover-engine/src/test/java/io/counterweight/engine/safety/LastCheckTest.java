package io.counterweight.engine.safety;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.kit.Seeded;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.Fence;
import io.counterweight.engine.plan.Least;
import io.counterweight.engine.plan.Plan;
import io.counterweight.engine.plan.ServicePlan;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What an actuator's last check takes and what it refuses. */
@Rule("W4")
class LastCheckTest {

    private static final ServiceName SHOP = ServiceName.of("shop");

    private static Plan plan(Map<String, Integer> weights, Least least) {
        List<DatacenterShare> shares = new ArrayList<>();
        weights.forEach((site, weight) -> shares.add(new DatacenterShare(Site.of(site), weight, List.of("192.0.2.1"))));
        ServicePlan service = new ServicePlan(
                SHOP,
                List.of("shop"),
                shares,
                Duration.ofSeconds(5),
                AnswerChoice.RANDOM,
                least,
                new TreeMap<>(),
                false,
                Optional.empty());
        return new Plan(new Fence(1, 1), true, new TreeMap<>(Map.of(SHOP, service)));
    }

    private static Least least(int datacenters, String... serving) {
        return new Least(
                datacenters,
                new TreeSet<>(Set.of(serving).stream().map(Site::of).toList()));
    }

    private static Map<Site, Integer> served(LastCheck.Checked checked) {
        return checked.plan().service(SHOP).orElseThrow().weights();
    }

    @Test
    void aPlanThatTakesTheWeightOfOneThatMustKeepItIsRefused() {
        Plan before = plan(Map.of("east", 500, "west", 500), Least.none());

        LastCheck.Checked checked =
                LastCheck.check(before, plan(Map.of("east", 1000, "west", 0), least(2, "east", "west")));

        assertEquals(Map.of(Site.of("east"), 500, Site.of("west"), 500), served(checked));
        assertEquals(1, checked.refused().size());
    }

    @Test
    void whatIsLostLeavesWhateverMustServe() {
        Plan before = plan(Map.of("east", 500, "west", 500), Least.none());

        LastCheck.Checked checked = LastCheck.check(before, plan(Map.of("east", 1000, "west", 0), least(2, "east")));

        assertEquals(Map.of(Site.of("east"), 1000, Site.of("west"), 0), served(checked));
        assertEquals(List.of(), checked.refused());
    }

    @Test
    void oneThatServesMayTakeTheOthersPlace() {
        Plan before = plan(Map.of("east", 0, "west", 1000), Least.none());

        LastCheck.Checked checked = LastCheck.check(before, plan(Map.of("east", 1000, "west", 0), least(1, "east")));

        assertEquals(List.of(), checked.refused());
    }

    @Test
    void aServiceThatIsDeletedGoesAndTheRestOfThePlanIsTaken() {
        Plan before = plan(Map.of("east", 1000), Least.none());

        assertEquals(Map.of(), LastCheck.check(before, Plan.empty()).plan().services());
    }

    @Test
    void whateverPlansComeTheAnswerNeverTurnsEmpty() {
        Seeded.cases(200, random -> {
            Plan served = plan(Map.of("east", 1000), Least.none());
            for (int turn = 0; turn < 20; turn++) {
                int east = random.nextInt(1001);
                Plan next = random.nextInt(3) == 0
                        ? plan(Map.of(), Least.none())
                        : plan(Map.of("east", east, "west", 1000 - east), least(random.nextInt(3), "east", "west"));
                served = LastCheck.check(served, next).plan();
                assertEquals(
                        1000,
                        served.service(SHOP).orElseThrow().weights().values().stream()
                                .mapToInt(weight -> weight)
                                .sum());
            }
        });
    }
}
