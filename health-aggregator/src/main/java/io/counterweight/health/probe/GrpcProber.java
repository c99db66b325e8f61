package io.counterweight.health.probe;

import io.counterweight.health.format.Reading;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.client.GrpcClientResponse;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** {@code grpc.health.v1}'s Check, over cleartext HTTP/2. The check's path is the service's name; empty means the whole server. */
final class GrpcProber implements Prober {

    private static final ServiceMethod<HealthCheckResponse, HealthCheckRequest> CHECK = ServiceMethod.client(
            ServiceName.create("grpc.health.v1.Health"),
            "Check",
            GrpcMessageEncoder.encoder(),
            GrpcMessageDecoder.decoder(HealthCheckResponse.parser()));

    private final Vertx vertx;
    private final Optional<String> sourceAddress;
    /** By how long a connect may take, in milliseconds: to a client that is a setting of all its connects. */
    private final Map<Long, GrpcClient> held = new HashMap<>();

    private final HeldConnections connections = new HeldConnections();

    GrpcProber(Vertx vertx, Optional<String> sourceAddress) {
        this.vertx = vertx;
        this.sourceAddress = sourceAddress;
    }

    private GrpcClient client(long connectMillis) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setConnectTimeout(Math.toIntExact(connectMillis));
        sourceAddress.ifPresent(options::setLocalAddress);
        return GrpcClient.client(vertx, options);
    }

    @Override
    public Future<Answer> ask(Target target, boolean fresh, Runnable closed, Future<?> over) {
        long connectMillis = Grace.after(target.check().timeout());
        GrpcClient client = fresh ? client(connectMillis) : held.computeIfAbsent(connectMillis, this::client);
        HealthCheckRequest question = HealthCheckRequest.newBuilder()
                .setService(target.check().path())
                .build();
        return client.request(SocketAddress.inetSocketAddress(target.port(), target.address()), CHECK)
                .compose(request -> {
                    if (!fresh) {
                        connections.tellWhenClosed(request.connection(), closed);
                    }
                    over.onComplete(done -> request.cancel());
                    return request.send(question).compose(GrpcProber::read);
                })
                .otherwise(error -> new Answer.Unreachable(Words.of(error)))
                .onComplete(done -> {
                    if (fresh) {
                        client.close();
                    }
                });
    }

    private static Future<Answer> read(GrpcClientResponse<HealthCheckRequest, HealthCheckResponse> response) {
        return response.last().transform(last -> {
            GrpcStatus status = response.status();
            if (last.succeeded() && (status == null || status == GrpcStatus.OK)) {
                return Future.succeededFuture(new Answer.Read(reading(last.result())));
            }
            return Future.succeededFuture(new Answer.Read(byStatus(status)));
        });
    }

    private static Reading reading(HealthCheckResponse response) {
        return switch (response.getStatus()) {
            case SERVING -> Reading.serving("SERVING");
            case NOT_SERVING -> new Reading.Failing("NOT_SERVING");
            case SERVICE_UNKNOWN -> new Reading.Unknown("SERVICE_UNKNOWN: the server does not know this service name");
            case UNKNOWN, UNRECOGNIZED -> new Reading.Unknown("UNKNOWN");
        };
    }

    private static Reading byStatus(GrpcStatus status) {
        if (status == GrpcStatus.NOT_FOUND) {
            return new Reading.Unknown("NOT_FOUND: no such service is registered; correct the check's path");
        }
        if (status == GrpcStatus.UNIMPLEMENTED) {
            return new Reading.Unknown("UNIMPLEMENTED: the server has no health service; choose another check");
        }
        return new Reading.Failing("gRPC status " + status);
    }

    @Override
    public void close() {
        connections.forget();
        held.values().forEach(GrpcClient::close);
    }
}
