package io.counterweight.outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.counterweight.demo.kit.Certificates;
import io.counterweight.demo.kit.Child;
import io.counterweight.demo.kit.Edge;
import io.counterweight.demo.kit.Service;
import io.counterweight.demo.kit.Site;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Certificates of the running link between two datacenters: renewed while it stands, and refused where they name another site. */
class CertificateRenewalTest {
    private static final Service SHOP = new Service("shop", 0, 1);

    private static SmallWorld small;
    private static Path certificates;

    @BeforeAll
    static void start() {
        small = SmallWorld.prepare(44, false, List.of(SHOP), "");
        certificates = small.world.directory().resolve("certs");
        Certificates.make(certificates, List.of("south"));
        small.startControllers();
        small.create(SHOP, small.policy(SHOP, any -> {}));
    }

    @AfterAll
    static void close() {
        small.close();
    }

    @BeforeEach
    void calm() {
        small.await("both hear each other", () -> hears(small.east, "west/a") && hears(small.west, "east/a"));
    }

    @AfterEach
    void noWeightHasMoved() {
        for (Site site : List.of(small.east, small.west)) {
            assertEquals(500, small.operator(site).weight(SHOP.name(), "east").orElseThrow());
            JsonNode all =
                    small.operator(site).get("/api/v1/decisions?limit=1000").body();
            List<String> moves = all.valueStream()
                    .filter(each -> each.path("before").path("east").asInt() == 500
                            && each.path("after").path("east").asInt() != 500)
                    .map(JsonNode::toString)
                    .toList();
            assertEquals(List.of(), moves);
        }
    }

    @Test
    void renewalNeedsNoRestartAndMovesNoWeight() throws IOException, GeneralSecurityException {
        BigInteger east = serial("east");
        BigInteger west = serial("west");
        assertEquals(west, shownBy(small.west));

        Certificates.renew(certificates, List.of("east", "west"));

        assertNotEquals(east, serial("east"));
        small.await("west's listener shows its new certificate", () -> shownBy(small.west)
                .equals(serial("west")));
        small.await("east's listener shows its new certificate", () -> shownBy(small.east)
                .equals(serial("east")));
        cut();
        small.await(
                "east comes with its new certificate", () -> shownToWestsPlace().equals(serial("east")));
        heal();
        small.await("the link stands again", () -> hears(small.east, "west/a") && hears(small.west, "east/a"));
    }

    @Test
    void aCertificateOfTheSameAuthorityForAnotherSiteIsRefused() throws IOException {
        Child east = small.world.controller(small.east, 1);
        keep("east", "kept");
        east.kill();
        small.await("west hears east no more", () -> !hears(small.west, "east/a"));
        copy("south", "east");
        int westBefore = log(small.west).length();
        small.world.startController(small.east, 1);
        try {
            small.await("west says whom it refuses, and what to do", () -> {
                String said = log(small.west).substring(westBefore);
                return said.contains(
                                "its certificate names none of the peers [east];"
                                        + " give that controller the certificate of its own site, or add its site to gossip.peers")
                        && said.contains("refused the certificate of east at ");
            });
            small.await("east says what is wrong with itself", () -> log(small.east)
                    .contains("is a certificate of [south.counterweight.internal], and this controller is of east"));
            small.world.awaitReady();
            small.await(
                    "east serves by its journal",
                    () -> small.operator(small.east).weight(SHOP.name(), "east").equals(Optional.of(500)));
            assertFalse(hears(small.west, "east/a"));
            assertFalse(hears(small.east, "west/a"));
        } finally {
            copy("kept", "east");
        }
        small.await(
                "with its own certificate it joins, without a restart",
                () -> hears(small.west, "east/a") && hears(small.east, "west/a"));
    }

    // ---- the link's two ends

    private static BigInteger serial(String site) {
        try {
            return Identity.of(certificates.resolve(site)).serial();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The serial number of the certificate that a site's link shows. */
    private static BigInteger shownBy(Site site) {
        Site other = site.equals(small.west) ? small.east : small.west;
        try {
            return Identity.of(certificates.resolve(other.name())).shownAt(site.controller(1), Site.LINK_PORT);
        } catch (IOException | GeneralSecurityException e) {
            return BigInteger.ZERO;
        }
    }

    /** The serial number of the certificate with which east comes to west's address, where a test stands now. */
    private static BigInteger shownToWestsPlace() {
        try {
            return Identity.of(certificates.resolve("west")).shownBy(small.west.link(1), Site.LINK_PORT);
        } catch (IOException | GeneralSecurityException e) {
            return BigInteger.ZERO;
        }
    }

    /** Nothing passes between the two until both have given up, and west's port is closed to whoever comes again. */
    private static void cut() {
        small.world.edge(small.east).swallow(small.west, Edge.LINK);
        small.world.edge(small.west).swallow(small.east, Edge.LINK);
        small.world.edge(small.west).shut(Edge.LINK);
        small.await("the link is gone", () -> !hears(small.east, "west/a") && !hears(small.west, "east/a"));
    }

    private static void heal() {
        small.world.edge(small.west).open(Edge.LINK);
        small.world.edge(small.east).allow(small.west, Edge.LINK);
        small.world.edge(small.west).allow(small.east, Edge.LINK);
    }

    private static boolean hears(Site asked, String controller) {
        return small.operator(asked)
                .state()
                .map(state ->
                        state.path("controllers").path(controller).path("fresh").asBoolean())
                .orElse(false);
    }

    // ---- files

    private static void keep(String site, String as) throws IOException {
        Files.createDirectories(certificates.resolve(as));
        copy(site, as);
    }

    private static void copy(String from, String to) throws IOException {
        for (String file : List.of("password", "identity.p12")) {
            Files.copy(
                    certificates.resolve(from).resolve(file),
                    certificates.resolve(to).resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String log(Site site) {
        try {
            return Files.readString(small.world.controller(site, 1).log(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
