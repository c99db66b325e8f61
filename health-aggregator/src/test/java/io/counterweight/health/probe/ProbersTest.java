package io.counterweight.health.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.health.Checks;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbersTest {
    private static final int ASKED = 20;

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Probers probers = new Probers(vertx, ProbeLimits.defaults().withRate(10), Optional.empty());

    @AfterEach
    void close() {
        probers.close();
        Asking.await(vertx.close());
    }

    @Test
    void rateOfProbesIsBoundedAndMayChangeMeanwhile() {
        assertTrue(begun() < ASKED);

        probers.limitRate(10_000);

        await().until(() -> begun() == ASKED);
    }

    /** How many of so many probes are begun at once. */
    private int begun() {
        Target target = Asking.target(Checks.of(CheckProtocol.TCP, BodyFormat.AUTO), 1);
        Promise<Integer> begun = Promise.promise();
        context.runOnContext(on -> begun.complete((int) IntStream.range(0, ASKED)
                .filter(i -> probers.ask(
                                target, true, () -> {}, Promise.promise().future())
                        .isPresent())
                .count()));
        return Asking.await(begun.future());
    }
}
