package io.counterweight.health.probe;

import static io.counterweight.health.probe.Asking.await;
import static io.counterweight.health.probe.Asking.failing;
import static io.counterweight.health.probe.Asking.serving;
import static io.counterweight.health.probe.Asking.target;
import static io.counterweight.health.probe.Asking.unreachable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.Check;
import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.health.Checks;
import io.counterweight.health.format.Reading;
import io.counterweight.rules.Needs;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TCP, TLS and HAProxy's agent-check against real servers. */
class SocketProberTest {
    private static final Check TCP = Checks.of(CheckProtocol.TCP, BodyFormat.AUTO);
    private static final Check AGENT = Checks.of(CheckProtocol.TCP, BodyFormat.HAPROXY_AGENT);

    private final Asking asking = new Asking();
    private final AtomicInteger open = new AtomicInteger();
    private int port;

    @AfterEach
    void close() {
        asking.close();
    }

    private void serve(String address, Handler<NetSocket> handler) {
        port = await(asking.vertx
                        .createNetServer()
                        .connectHandler(socket -> {
                            open.incrementAndGet();
                            socket.closeHandler(gone -> open.decrementAndGet());
                            handler.handle(socket);
                        })
                        .listen(0, address))
                .actualPort();
    }

    @Test
    void aPortThatAcceptsServesAndIsLeftAgain() {
        serve("127.0.0.1", socket -> {});
        assertEquals("connected", serving(asking.held(target(TCP, port))));
        await().until(() -> open.get() == 0);
    }

    @Test
    void anIpv6PortThatAcceptsServes() {
        Needs.ipv6();
        serve("::1", socket -> {});
        assertEquals("connected", serving(asking.held(target(TCP, "::1", port))));
    }

    @Test
    void aClosedPortIsUnreachable() {
        assertEquals("connection refused", unreachable(asking.held(target(TCP, 1))));
    }

    @Test
    void aPortThatSpeaksNoTlsIsUnreachable() {
        serve("127.0.0.1", socket -> socket.end(io.vertx.core.buffer.Buffer.buffer("hello\n")));
        unreachable(asking.held(target(Checks.of(CheckProtocol.TLS, BodyFormat.AUTO), port)));
    }

    @Test
    void anAgentsLineIsRead() {
        serve("127.0.0.1", socket -> socket.write("up 40%\n"));
        Reading reading = Asking.reading(asking.held(target(AGENT, port)));
        assertTrue(reading instanceof Reading.Serving serving && serving.capacity() == 0.4, reading::toString);
        await().until(() -> open.get() == 0);
    }

    @Test
    void anAgentThatNeverEndsItsLineIsCutShort() {
        serve("127.0.0.1", socket -> socket.write("up ".repeat(1_000)));
        assertEquals("the agent's line is longer than 1024 bytes", failing(asking.held(target(AGENT, port))));
        await().until(() -> open.get() == 0);
    }

    @Test
    void anAgentThatHangsUpSilentlyIsUnreachable() {
        serve("127.0.0.1", NetSocket::close);
        assertEquals("connection closed before the answer", unreachable(asking.held(target(AGENT, port))));
    }

    @Test
    void givingUpOnASilentAgentClosesTheConnection() {
        serve("127.0.0.1", socket -> {});
        Promise<Void> over = Promise.promise();
        Future<Answer> answer = asking.until(target(AGENT, port), false, over);
        await().until(() -> open.get() == 1);
        over.complete();
        unreachable(await(answer));
        await().until(() -> open.get() == 0);
    }
}
