package io.counterweight.health.probe;

import static io.counterweight.health.probe.Asking.await;
import static io.counterweight.health.probe.Asking.failing;
import static io.counterweight.health.probe.Asking.reading;
import static io.counterweight.health.probe.Asking.serving;
import static io.counterweight.health.probe.Asking.unreachable;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.health.Checks;
import io.counterweight.health.format.Reading;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code grpc.health.v1} against a real server. */
class GrpcProberTest {
    private static final ServiceMethod<HealthCheckRequest, HealthCheckResponse> CHECK = ServiceMethod.server(
            ServiceName.create("grpc.health.v1.Health"),
            "Check",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(HealthCheckRequest.parser()));

    private final Asking asking = new Asking();
    private final List<HttpConnection> connections = new CopyOnWriteArrayList<>();
    private int port;

    @AfterEach
    void close() {
        asking.close();
    }

    private void serve(
            BiConsumer<GrpcServerRequest<HealthCheckRequest, HealthCheckResponse>, HealthCheckRequest> handler) {
        GrpcServer server = GrpcServer.server(asking.vertx);
        server.callHandler(CHECK, call -> call.handler(question -> handler.accept(call, question)));
        listen(server);
    }

    private void listen(GrpcServer server) {
        port = await(asking.vertx
                        .createHttpServer()
                        .connectionHandler(connections::add)
                        .requestHandler(server)
                        .listen(0, "127.0.0.1"))
                .actualPort();
    }

    private void says(ServingStatus status) {
        serve((call, question) -> call.response()
                .end(HealthCheckResponse.newBuilder().setStatus(status).build()));
    }

    private Target target(String service) {
        return Asking.target(Checks.path(CheckProtocol.GRPC, service), port);
    }

    @Test
    void servingServesOnOneConnection() {
        says(ServingStatus.SERVING);
        for (int i = 0; i < 3; i++) {
            assertEquals("SERVING", serving(asking.held(target("shop"))));
        }
        assertEquals(1, connections.size());
        assertEquals(0, asking.closedByPeer.get());
    }

    @Test
    void inDoubtItAsksOnConnectionsOfItsOwn() {
        says(ServingStatus.SERVING);
        serving(asking.fresh(target("shop")));
        serving(asking.fresh(target("shop")));
        assertEquals(2, connections.size());
    }

    @Test
    void tellsWhenThePeerClosesTheHeldConnection() {
        says(ServingStatus.SERVING);
        serving(asking.held(target("shop")));
        await(connections.getFirst().close());
        await().until(() -> asking.closedByPeer.get() == 1);
    }

    @Test
    void notServingFails() {
        says(ServingStatus.NOT_SERVING);
        assertEquals("NOT_SERVING", failing(asking.held(target("shop"))));
    }

    @Test
    void anUnknownServiceIsNoStatement() {
        serve((call, question) -> call.response().status(GrpcStatus.NOT_FOUND).end());
        assertInstanceOf(Reading.Unknown.class, reading(asking.held(target("shop"))));
    }

    @Test
    void aServerWithoutAHealthServiceIsNoStatement() {
        listen(GrpcServer.server(asking.vertx));
        assertInstanceOf(Reading.Unknown.class, reading(asking.held(target("shop"))));
    }

    @Test
    void thePathNamesTheService() {
        serve((call, question) -> call.response()
                .end(HealthCheckResponse.newBuilder()
                        .setStatus(
                                question.getService().equals("shop")
                                        ? ServingStatus.SERVING
                                        : ServingStatus.NOT_SERVING)
                        .build()));
        serving(asking.held(target("shop")));
        failing(asking.held(target("other")));
    }

    @Test
    void aClosedPortIsUnreachable() {
        port = 1;
        assertEquals("connection refused", unreachable(asking.held(target("shop"))));
    }

    @Test
    void givingUpOnAHangingServerTakesNoConnectionDown() {
        serve((call, question) -> {
            if (question.getService().equals("shop")) {
                call.response()
                        .end(HealthCheckResponse.newBuilder()
                                .setStatus(ServingStatus.SERVING)
                                .build());
            }
        });
        Promise<Void> over = Promise.promise();
        asking.until(target("hangs"), false, over);
        await().until(() -> connections.size() == 1);
        over.complete();
        serving(asking.held(target("shop")));
        assertEquals(1, connections.size());
        assertEquals(0, asking.closedByPeer.get());
    }
}
