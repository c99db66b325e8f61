package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import io.counterweight.outside.Application.Manner;
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Health endpoints with bad manners: each leaves the answers with a reason, takes nothing else with it, and comes back. */
class EndpointChaosTest {
    private static final Service SHOP = new Service("shop", 0, 2);
    private static final Service NERVOUS = new Service("nervous", 1, 1);
    private static final Service MOODY = new Service("moody", 2, 1);
    private static final Service SIX = new Service("six", 3, 1);
    private static final String IDENTITY = "X-Identity: shop@east";
    private static final int SIX_EAST = 8086;
    private static final int SIX_WEST = 8087;

    private static SmallWorld small;

    @BeforeAll
    static void start() {
        small = SmallWorld.prepare(31, true, List.of(SHOP, NERVOUS, MOODY), "");
        small.startControllers();
        small.create(
                SHOP, small.policy(SHOP, policy -> ((ObjectNode) policy.get("check")).put("format", "microprofile")));
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @AfterEach
    void mend() {
        small.application(SHOP, small.east, 1).behave(Manners.healthy("shop", "east"));
        small.await("the mended instance is answered again", () -> eastOfShop().size() == 2);
        small.await("the weights are even again", () -> small.weight(SHOP, small.east) == 500);
    }

    @Test
    @Rule("E1")
    void anEndpointThatHangsLeaves() {
        leaves(Manners.silent(), "i1: no answer within");
    }

    @Test
    @Rule("E1")
    void anEndpointThatAnswersAMegabyteLeaves() {
        String megabyte = "{\"status\":\"UP\",\"checks\":[" + " ".repeat(1 << 20) + "]}";
        leaves(Manners.says("200 OK", IDENTITY, megabyte), "i1: the body is longer than what is read of it");
    }

    @Test
    @Rule("E1")
    void anEndpointThatAnswersNonsenseLeaves() {
        leaves(Manners.says("200 OK", IDENTITY, "maybe {"), "i1: the body is no JSON object");
    }

    @Test
    @Rule("E1")
    void anEndpointThatSpeaksNoHttpLeaves() {
        leaves(Manners.babbling(), "i1: ");
    }

    @Test
    @Rule("E1")
    void aRedirectElsewhereIsNotFollowed() {
        String elsewhere = small.east.address(95);
        try (Application other = new Application(elsewhere, Service.PORT, Manners.healthy("shop", "east"))) {
            String headers = IDENTITY + "\r\nLocation: http://" + elsewhere + ":" + Service.PORT + "/health";
            leaves(Manners.says("302 Found", headers, ""), "i1: ");
            assertEquals(0, other.asked());
        }
    }

    @Test
    @Rule("E1")
    void anEndpointWhoseBodyDripsLeaves() {
        leaves(Manners.dripping(IDENTITY), "i1: no answer within");
    }

    @Test
    @Rule("E1")
    void anEndpointThatHangsUpAtOnceLeaves() {
        leaves(Manners.hangingUp(), "i1: connection");
    }

    @Test
    @Rule("E1")
    void anAddressThatAnotherServiceHasTakenLeaves() {
        leaves(Manners.healthy("warehouse", "east"), "i1: answered as 'warehouse@east' in X-Identity");
    }

    @Test
    @Rule("E1")
    void aServerErrorWithoutABodyLeaves() {
        leaves(Manners.says("500 Internal Server Error", IDENTITY, ""), "i1: ");
    }

    @Test
    @Rule("W3")
    void weightsDoNotFlapWithAFlappingApplication() {
        small.create(NERVOUS, flapping(NERVOUS, "60s", "600s"));
        int rounds = 10;
        for (int round = 0; round < rounds; round++) {
            turn(NERVOUS, Manners.says("503 Service Unavailable", "X-Identity: nervous@east", ""), 4);
            turn(NERVOUS, Manners.healthy("nervous", "east"), 6);
        }
        long drops = drops(NERVOUS);
        assertTrue(drops >= 1 && drops <= 3, () -> "east fell " + drops + " times in " + rounds + " rounds");
        assertEquals(0, small.weight(NERVOUS, small.east));
        String reason = reason(NERVOUS);
        assertTrue(reason.contains("flapping, so it stays out for"), reason);
    }

    @Test
    @Rule("W3")
    void aFlappingApplicationStaysOutLongerEachTime() {
        small.create(MOODY, flapping(MOODY, "500ms", "60s"));
        long first = 0;
        long last = 0;
        for (int fall = 1; fall <= 6; fall++) {
            turn(MOODY, Manners.says("503 Service Unavailable", "X-Identity: moody@east", ""), 4);
            small.await("moody fails", () -> failing(MOODY));
            long before = probes(MOODY);
            small.application(MOODY, small.east, 1).behave(Manners.healthy("moody", "east"));
            small.await("moody serves again", () -> !failing(MOODY));
            last = probes(MOODY) - before;
            first = fall == 3 ? last : first;
        }
        long early = first;
        long late = last;
        assertTrue(late > early, () -> early + " good answers brought it back first, " + late + " in the end");
    }

    @Test
    @Rule({"E1", "A"})
    void anEndpointWithAnIpv6AddressIsProbedAndAnswered() {
        Needs.ipv6();
        try (Application east = new Application("::1", SIX_EAST, Manners.healthy("six", "east"));
                Application west = new Application("::1", SIX_WEST, Manners.healthy("six", "west"))) {
            ObjectNode policy = small.policy(SIX, any -> {});
            endpoint(policy, small.east, SIX_EAST);
            endpoint(policy, small.west, SIX_WEST);
            small.create(SIX, policy);
            assertTrue(east.asked() > 0 && west.asked() > 0);
            east.behave(Manners.silent());
            small.await("east is drained", () -> small.weight(SIX, small.east) == 0);
        }
    }

    private static void endpoint(ObjectNode policy, Site site, int port) {
        ObjectNode endpoints = ((ObjectNode) policy.get("datacenters").get(site.name())).putObject("endpoints");
        endpoints.putObject("i1").put("address", "::1").put("port", port);
    }

    private static ObjectNode flapping(Service service, String penalty, String longest) {
        return small.policy(service, policy -> policy.putObject("damping")
                .putObject("flap")
                .put("falls", 3)
                .put("window", "10m")
                .put("penalty", penalty)
                .put("maximum", longest));
    }

    /** The first instance of the shop in east behaves like this: it leaves the answers, for this reason, and nothing else does. */
    private static void leaves(Manner manner, String reason) {
        small.application(SHOP, small.east, 1).behave(manner);
        small.await(
                "the instance is answered no more", () -> eastOfShop().equals(List.of(SHOP.published(small.east, 2))));
        String said = reason(SHOP);
        assertTrue(said.contains(reason), said);
        small.await("east keeps the share that it can carry", () -> {
            int weight = small.weight(SHOP, small.east);
            return weight > 0 && weight < 500;
        });
        assertFalse(small.nameServer(small.west)
                .addresses("shop")
                .orElseThrow()
                .addresses()
                .isEmpty());
    }

    /** East's addresses of the shop, where both controllers agree on them. */
    private static List<String> eastOfShop() {
        List<String> one = addresses(small.state(small.east, SHOP));
        return one.equals(addresses(small.state(small.west, SHOP))) ? one : List.of();
    }

    private static List<String> addresses(JsonNode service) {
        return service.path("addresses")
                .path("east")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static String reason(Service service) {
        return conclusion(service).path("reason").asText();
    }

    private static boolean failing(Service service) {
        return conclusion(service).path("condition").asText().equals("failing");
    }

    private static JsonNode conclusion(Service service) {
        return small.state(small.east, service).path("conclusions").path("east");
    }

    /** How often east's controller has probed the one instance. */
    private static long probes(Service service) {
        return small.application(service, small.east, 1).askedBy(small.east.controller(1));
    }

    /** Behaves like this until it has been probed so often. */
    private static void turn(Service service, Manner manner, int probes) {
        long before = probes(service);
        small.application(service, small.east, 1).behave(manner);
        small.await(probes + " probes of " + service.name(), () -> probes(service) >= before + probes);
    }

    /** How often east's weight went to 0. */
    private static long drops(Service service) {
        JsonNode decisions = small.operator(small.west)
                .get("/api/v1/decisions?limit=1000&service=" + service.name())
                .body();
        return decisions
                .valueStream()
                .filter(each -> each.path("before").path("east").asInt() > 0
                        && Optional.of(each.path("after").path("east"))
                                .filter(JsonNode::isInt)
                                .map(weight -> weight.asInt() == 0)
                                .orElse(false))
                .count();
    }
}
