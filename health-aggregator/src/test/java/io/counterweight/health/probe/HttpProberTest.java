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
import io.counterweight.rules.Needs;
import io.counterweight.rules.Rule;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpProberTest {
    private static final Check STATUS = Checks.format(BodyFormat.STATUS_ONLY);

    private final Asking asking = new Asking();
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private int port;

    @AfterEach
    void close() {
        asking.close();
    }

    private void serve(Handler<HttpServerRequest> handler) {
        serve("127.0.0.1", handler);
    }

    private void serve(String address, Handler<HttpServerRequest> handler) {
        HttpServer server = asking.vertx
                .createHttpServer()
                .connectionHandler(connections::add)
                .requestHandler(request -> {
                    asked.add(request.path());
                    handler.handle(request);
                });
        port = await(server.listen(0, address)).actualPort();
    }

    @Test
    @Rule("E1")
    void keepsOneConnectionOverManyProbes() {
        serve(request -> request.response().end("well"));
        for (int i = 0; i < 5; i++) {
            assertEquals("status 200", serving(asking.held(target(STATUS, port))));
        }
        assertEquals(1, connections.size());
        assertEquals(0, asking.closedByPeer.get());
    }

    @Test
    void asksOnAConnectionOfItsOwnWhileInDoubt() {
        serve(request -> request.response().end("well"));
        for (int i = 0; i < 3; i++) {
            serving(asking.fresh(target(STATUS, port)));
        }
        assertEquals(3, connections.size());
        assertEquals(0, asking.closedByPeer.get());
    }

    @Test
    void tellsOnceWhenThePeerClosesTheHeldConnection() {
        serve(request -> request.response().end("well"));
        serving(asking.held(target(STATUS, port)));
        serving(asking.held(target(STATUS, port)));
        await(connections.getFirst().close());
        await().until(() -> asking.closedByPeer.get() == 1);
    }

    @Test
    void aServerThatClosesAfterEachAnswerSaysNothingByIt() {
        serve(request -> request.response().putHeader("connection", "close").end("well"));
        for (int i = 0; i < 3; i++) {
            serving(asking.held(target(STATUS, port)));
        }
        assertEquals(3, connections.size());
        assertEquals(0, asking.closedByPeer.get());
    }

    @Test
    void givingUpOnAHangingServerClosesTheConnectionAndTellsNobody() {
        serve(request -> {});
        Promise<Void> over = Promise.promise();
        Future<Answer> answer = asking.until(target(STATUS, port), false, over);
        await().until(() -> asked.size() == 1);
        over.complete();
        unreachable(await(answer));
        await().until(() -> connections.size() == 1);
        assertEquals(0, asking.closedByPeer.get());
    }

    @Test
    void readsNoMoreOfABodyThanItsBound() {
        serve(request -> request.response().end(Buffer.buffer(new byte[1 << 20])));
        String reason = failing(asking.held(target(Checks.format(BodyFormat.MICROPROFILE), port)));
        assertTrue(reason.contains("longer than what is read of it"), reason);
        assertEquals(0, asking.closedByPeer.get());
    }

    @Test
    void doesNotFollowARedirect() {
        serve(request -> request.response()
                .setStatusCode(302)
                .putHeader("location", "http://127.0.0.1:" + port + "/elsewhere")
                .end());
        failing(asking.held(target(STATUS, port)));
        assertEquals(List.of("/health"), asked);
    }

    @Test
    void asksAnIpv6Address() {
        Needs.ipv6();
        serve("::1", request -> request.response().end(String.valueOf(request.authority())));
        assertEquals("status 200", serving(asking.held(target(STATUS, "::1", port))));
        assertEquals("status 200", serving(asking.fresh(target(STATUS, "::1", port))));
    }

    @Test
    void aRefusedConnectionIsUnreachable() {
        serve(request -> request.response().end());
        Target gone = target(Checks.of(CheckProtocol.HTTP, BodyFormat.STATUS_ONLY), "127.0.0.1", 1);
        assertEquals("connection refused", unreachable(asking.held(gone)));
    }

    @Test
    @Rule("E1")
    void theIdentityIsProvenByAHeader() {
        serve(request -> request.response().putHeader("X-Identity", "shop@west").end());
        Check check = Checks.proven(Check.Identity.Where.HEADER, "X-Identity", "{service}@{datacenter}");
        String reason = failing(asking.held(target(check, port)));
        assertTrue(reason.contains("shop@west"), reason);
    }

    @Test
    @Rule("E1")
    void theIdentityIsProvenByAField() {
        serve(request -> request.response()
                .putHeader("content-type", "application/json")
                .end("{\"status\":\"UP\",\"data\":{\"site\":\"east\"}}"));
        Check check = Checks.proven(Check.Identity.Where.JSON_FIELD, "data.site", "{datacenter}");
        serving(asking.held(target(check, port)));
    }
}
