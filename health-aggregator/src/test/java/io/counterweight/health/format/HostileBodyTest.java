package io.counterweight.health.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.health.Checks;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileBodyTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void matchesTextWithinABound(Case each, String pattern) {
        each.holds(Checks.matching(pattern), Map.of());
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                row(Case.of("found", 200, "all is well", "serving 1.0: the body matches"), "is w.ll"),
                row(Case.of("missing", 200, "all is lost", "failing: does not match"), "is w.ll"),
                row(Case.of("found, but 503", 503, "all is well", "failing: status 503"), "well"),
                row(
                        Case.of("beyond the bound", 200, "x", "failing: within what is read")
                                .cut(),
                        "well"),
                row(Case.of("backtracks for ever", 200, "a".repeat(64), "failing: takes too long"), "(.*a){15}b"),
                row(Case.of("eats the stack", 200, "ab".repeat(32_000), "failing: takes too long"), "^(a|b)*c"),
                row(Case.of("no pattern", 200, "x", "failing: no regular expression"), "(("));
    }

    private static Arguments row(Case each, String pattern) {
        return Arguments.of(each, pattern);
    }

    @Test
    void keepsReasonsShortAndOnOneLine() {
        String name = "x".repeat(20_000) + "\\n\\u001b[31mred";
        String body = "{\"status\":\"DOWN\",\"checks\":[{\"name\":\"a\\nb" + name + "\",\"status\":\"DOWN\"}]}";
        Reading reading = read(BodyFormat.MICROPROFILE, 503, body);
        String reason = reading instanceof Reading.Failing(String why) ? why : "";
        assertTrue(reason.startsWith("DOWN: a bx"), reason);
        assertEquals(Line.LONGEST, reason.length());
        assertFalse(Line.of("a\u001b[31m\r\nb").chars().anyMatch(Character::isISOControl));
    }

    @Test
    void readsAnythingWithoutBreaking() {
        long first = new Random().nextInt(1_000_000_000);
        String[] seeds = {
            "{\"status\":\"UP\",\"checks\":[{\"name\":\"db\",\"status\":\"DOWN\"}]}",
            "{\"status\":\"DOWN\",\"components\":{\"db\":{\"status\":\"DOWN\"}}}",
            "{\"status\":\"warn\",\"checks\":{\"a:b\":[{\"status\":\"fail\"}]}}",
            "Unhealthy",
            "up 75% maxconn:30 drain#x"
        };
        for (long seed = first; seed < first + 1_000; seed++) {
            Random random = new Random(seed);
            StringBuilder body = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int i = random.nextInt(6); i > 0; i--) {
                int at = random.nextInt(body.length());
                body.replace(at, at + random.nextInt(2), String.valueOf((char) random.nextInt(0x250)));
            }
            for (BodyFormat format : BodyFormat.values()) {
                try {
                    read(format, 200 + random.nextInt(400), body.toString());
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + seed + ", " + format + ": " + body, e);
                }
            }
        }
    }

    private static Reading read(BodyFormat format, int status, String body) {
        Check check = Checks.format(format);
        return HealthAnswer.read(check, new HttpAnswer(status, Map.of(), body, false), Case.SHOP_EAST);
    }
}
