package io.counterweight.demo.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.demo.report.Data.Second;
import io.counterweight.demo.scenario.Outcome;
import io.counterweight.demo.scenario.Outcome.Clients;
import io.counterweight.demo.scenario.Outcome.Expectation;
import io.counterweight.demo.traffic.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo's last word, and its reports. */
class DataTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void everyExpectationHeldIsStatusZero() {
        Data data = data(step("one", true, true), step("two", true));
        assertTrue(data.held());
        assertEquals(0, data.exitStatus());
    }

    @Test
    void oneFailedExpectationIsANonzeroStatus() {
        Data data = data(step("one", true, false, true), step("two", true));
        assertFalse(data.held());
        assertEquals(1, data.exitStatus());
    }

    @Test
    void runWithoutAStepHasFailed() {
        assertEquals(1, data().exitStatus());
    }

    @Test
    void usersAreCountedBySecondAndService() {
        long zero = -5 * SECOND;
        List<Request> requests = List.of(
                request(zero, "shop", "east", ""),
                request(zero + 1, "shop", "west", ""),
                request(zero + 2, "shop", "east", ""),
                request(zero + 3, "shop", "", "refused"),
                request(zero + 4, "ledger", "west", ""),
                request(zero + SECOND, "shop", "", "refused"));
        assertEquals(
                List.of(
                        new Second(0, "ledger", Map.of("west", 1), 0),
                        new Second(0, "shop", Map.of("east", 2, "west", 1), 1),
                        new Second(1, "shop", Map.of(), 1)),
                Data.of(zero, List.of(), List.of(), requests).clients());
    }

    @Test
    void textThatLooksLikeMarkupDoesNotEndThePagesScript(@TempDir Path directory) throws IOException {
        Reports.write(data(step("</script><b>", true)), directory);
        String page = Files.readString(directory.resolve("report.html"));
        assertFalse(page.contains("</script><b>"));
        assertTrue(page.contains("<\\/script><b>"));
    }

    private static Request request(long atNanos, String service, String datacenter, String error) {
        return new Request(atNanos, service, "127.0.0.1", datacenter, error);
    }

    private static Data data(Outcome... steps) {
        return Data.of(0, List.of(steps), List.of(), List.of());
    }

    private static Outcome step(String title, Boolean... held) {
        List<Expectation> expectations = List.of(held).stream()
                .map(each -> new Expectation("something", each, 0))
                .toList();
        return new Outcome(1, title, 0, 1, List.of(), List.of(), expectations, List.of(), new Clients(0, 0, List.of()));
    }
}
