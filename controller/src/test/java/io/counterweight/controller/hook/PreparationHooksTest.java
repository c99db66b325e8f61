package io.counterweight.controller.hook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.shift.Preparations.Question;
import io.counterweight.rules.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real HTTP server is asked before traffic returns to it. Time is told by the test; only answers are waited for. */
@Rule("W3")
class PreparationHooksTest {
    private static final ServiceName SHOP = ServiceName.of("shop");
    private static final long LONG = 120_000;

    private final AskedApplication application = new AskedApplication("replica is rebuilding");
    private final AtomicInteger answers = new AtomicInteger();
    private final PreparationHooks hooks =
            new PreparationHooks(Site.of("west"), new HookCaller(), answers::incrementAndGet);

    @AfterEach
    void close() {
        hooks.close();
        application.close();
    }

    private SortedMap<ServiceName, Question> question(String cause, Duration deadline) {
        return new TreeMap<>(Map.of(SHOP, new Question(application.url(), deadline, cause)));
    }

    private SortedMap<ServiceName, Question> question(String cause) {
        return question(cause, Duration.ofSeconds(20));
    }

    private Prepared said() {
        return Optional.ofNullable(hooks.answers().get(SHOP)).orElseThrow();
    }

    private void answered(int times) {
        await().until(() -> answers.get() == times);
    }

    @Test
    void itIsToldWhatItIsAskedForAndIsNotAskedAgainOnceItIsReady() {
        hooks.follow(question("return 3"), 0);
        answered(1);
        hooks.follow(question("return 3"), LONG);
        hooks.follow(question("return 3"), 2 * LONG);

        assertEquals(
                List.of("{\"cause\":\"return 3\",\"datacenter\":\"west\",\"service\":\"shop\"}"), application.heard);
        assertEquals(new Prepared("return 3", Prepared.Answer.READY, "it answered 200: replica is rebuilding"), said());
    }

    @Test
    void aRefusalKeepsItsReasonAndIsAskedAgainNoSoonerThanItsWait() {
        application.status.set(409);
        hooks.follow(question("return 3"), 0);
        answered(1);
        assertEquals(
                new Prepared("return 3", Prepared.Answer.REFUSED, "it answered 409: replica is rebuilding"), said());

        hooks.follow(question("return 3"), 10);
        hooks.follow(question("return 3"), 1_000);
        assertEquals(1, application.heard.size());
        application.status.set(200);
        hooks.follow(question("return 3"), LONG);
        answered(2);

        assertEquals(Prepared.Answer.READY, said().answer());
    }

    @Test
    void anotherReturnIsAnotherQuestion() {
        hooks.follow(question("return 3"), 0);
        answered(1);

        hooks.follow(question("return 4"), 10);

        assertTrue(hooks.answers().isEmpty() || said().cause().equals("return 4"));
        answered(2);
        assertEquals("return 4", said().cause());
    }

    @Test
    void whoIsNotAskedAnyMoreHasSaidNothing() {
        hooks.follow(question("return 3"), 0);
        answered(1);

        hooks.follow(new TreeMap<>(), 10);

        assertEquals(new TreeMap<>(), hooks.answers());
    }

    @Test
    void whoeverDoesNotListenHasNotAnswered() {
        application.close();

        hooks.follow(question("return 3", Duration.ofMillis(300)), 0);
        answered(1);

        assertEquals(Prepared.Answer.UNANSWERED, said().answer());
    }
}
