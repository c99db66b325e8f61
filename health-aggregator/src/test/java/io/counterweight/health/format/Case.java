package io.counterweight.health.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.Checks;
import java.util.Map;

/**
 * One answer and what it must be read as.
 *
 * @param wanted {@code serving 0.5}, {@code failing} or {@code unknown}, and after a colon what the reason must contain
 */
record Case(String name, int status, String type, String body, boolean truncated, String wanted) {

    static final Placement SHOP_EAST = new Placement(ServiceName.of("shop"), Site.of("east"));

    static Case of(String name, int status, String body, String wanted) {
        return new Case(name, status, "application/json", body, false, wanted);
    }

    Case typed(String other) {
        return new Case(name, status, other, body, truncated, wanted);
    }

    Case cut() {
        return new Case(name, status, type, body, true, wanted);
    }

    void holds(BodyFormat format) {
        holds(Checks.format(format), Map.of());
    }

    void holds(Check check, Map<String, String> headers) {
        Map<String, String> all = new java.util.TreeMap<>(headers);
        if (!type.isEmpty()) {
            all.put("Content-Type", type);
        }
        expect(HealthAnswer.read(check, new HttpAnswer(status, all, body, truncated), SHOP_EAST));
    }

    void expect(Reading reading) {
        int colon = wanted.indexOf(": ");
        String kind = colon < 0 ? wanted : wanted.substring(0, colon);
        String words = colon < 0 ? "" : wanted.substring(colon + 2);
        String reason =
                switch (reading) {
                    case Reading.Serving(double capacity, String why) -> {
                        assertEquals(kind, "serving " + capacity, why);
                        yield why;
                    }
                    case Reading.Failing(String why) -> {
                        assertEquals(kind, "failing", why);
                        yield why;
                    }
                    case Reading.Unknown(String why) -> {
                        assertEquals(kind, "unknown", why);
                        yield why;
                    }
                };
        if (!reason.contains(words)) {
            throw new AssertionError("the reason '" + reason + "' does not say '" + words + "'");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
