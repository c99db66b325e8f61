package io.counterweight.controller.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.counterweight.controller.hook.HookCaller.Answer;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call to an application is bounded, whatever the application does. */
@Rule("E7")
class HookCallerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    private final HookCaller caller = new HookCaller();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/ok", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
        });
        server.createContext("/second", exchange -> {
            heard.add("");
            exchange.sendResponseHeaders(heard.size() < 2 ? 503 : 200, -1);
        });
        server.createContext("/refuses", exchange -> {
            heard.add("");
            byte[] why = ("not now:\n" + "\u001b[31mrebuilding ".repeat(40)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(409, why.length);
            exchange.getResponseBody().write(why);
            exchange.close();
        });
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("location", "/ok");
            exchange.sendResponseHeaders(307, -1);
        });
        server.createContext("/hangs", exchange -> await());
        server.start();
    }

    private void await() {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        released.countDown();
        caller.close();
        server.stop(0);
    }

    private Answer tell(String path, Duration deadline) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        return caller.tell(url, "{\"role\":\"passive\"}", deadline).join();
    }

    @Test
    void successConfirms() {
        assertTrue(tell("/ok", PATIENCE).confirmed());
        assertEquals(List.of("{\"role\":\"passive\"}"), heard);
    }

    @Test
    void whatMayPassIsTriedAgain() {
        assertTrue(tell("/second", PATIENCE).confirmed());
        assertEquals(2, heard.size());
    }

    @Test
    void aRefusalIsAnAnswerAndNotTriedAgain() {
        Answer answer = tell("/refuses", PATIENCE);

        assertFalse(answer.confirmed());
        assertTrue(answer.answered());
        assertTrue(answer.why().startsWith("it answered 409: not now: [31mrebuilding "), answer.why());
        assertTrue(answer.why().length() < 230, "no more than its first words");
        assertEquals(1, heard.size());
    }

    @Test
    void redirectsAreNotFollowed() {
        assertFalse(tell("/elsewhere", PATIENCE).confirmed());
        assertEquals(List.of(), heard);
    }

    @Test
    void theDeadlineEndsIt() {
        assertEquals(new Answer(false, false, "no answer within 300 ms"), tell("/hangs", SHORT));
    }

    @Test
    void whoeverDoesNotListenHasNotConfirmed() {
        server.stop(0);

        assertFalse(tell("/ok", SHORT).confirmed());
    }

    @Test
    void noMoreThanAFewRunAtOnce() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hangs");
        for (int i = 0; i < 32; i++) {
            var unusedCall = caller.tell(url, "{}", PATIENCE);
        }

        assertEquals(
                "32 calls are under way, no more are begun",
                tell("/ok", PATIENCE).why());
    }
}
