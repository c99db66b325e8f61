package io.counterweight.health.probe;

import io.counterweight.engine.intent.BodyFormat;
import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.health.format.HaproxyAgent;
import io.counterweight.health.format.Reading;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;

/** TCP and TLS connects, and HAProxy's agent-check, which is one line over TCP. Every probe is a connection of its own. */
final class SocketProber implements Prober {

    private static final int LINE_BYTES = 1024;

    private final Optional<String> sourceAddress;
    private final Vertx vertx;
    /** By how long a connect may take, in milliseconds: to a client that is a setting of all its connects. */
    private final Map<Long, NetClient> plain = new HashMap<>();

    private final Map<Long, NetClient> tls = new HashMap<>();
    /** What agents said before: a line does not repeat what it leaves as it is. Forgotten with the watch that holds the target. */
    private final Map<Target, HaproxyAgent> agents = new WeakHashMap<>();

    SocketProber(Vertx vertx, Optional<String> sourceAddress) {
        this.sourceAddress = sourceAddress;
        this.vertx = vertx;
    }

    private NetClient plain(long connectMillis) {
        return vertx.createNetClient(options(connectMillis));
    }

    private NetClient tls(long connectMillis) {
        return vertx.createNetClient(options(connectMillis)
                .setSsl(true)
                .setTrustAll(true)
                .setHostnameVerificationAlgorithm("")
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS));
    }

    private NetClientOptions options(long connectMillis) {
        NetClientOptions options = new NetClientOptions().setConnectTimeout(Math.toIntExact(connectMillis));
        sourceAddress.ifPresent(options::setLocalAddress);
        return options;
    }

    @Override
    public Future<Answer> ask(Target target, boolean fresh, Runnable closed, Future<?> over) {
        boolean secure = target.check().protocol() == CheckProtocol.TLS;
        long connectMillis = Grace.after(target.check().timeout());
        Future<NetSocket> connected = secure
                ? tls.computeIfAbsent(connectMillis, this::tls)
                        .connect(
                                target.port(),
                                target.address(),
                                target.check().hostHeader().orElse(""))
                : plain.computeIfAbsent(connectMillis, this::plain).connect(target.port(), target.address());
        return connected
                .compose(socket -> {
                    over.onComplete(done -> socket.close());
                    return read(target, socket, secure);
                })
                .otherwise(error -> new Answer.Unreachable(Words.of(error)));
    }

    private Future<Answer> read(Target target, NetSocket socket, boolean secure) {
        Reading reading = Reading.serving("connected");
        if (secure) {
            reading = Certificates.judge(socket.sslSession(), target.check(), reading);
        }
        if (target.check().format() == BodyFormat.HAPROXY_AGENT && reading instanceof Reading.Serving) {
            return line(target, socket);
        }
        socket.close();
        return Future.succeededFuture(new Answer.Read(reading));
    }

    private Future<Answer> line(Target target, NetSocket socket) {
        Promise<Answer> promise = Promise.promise();
        StringBuilder line = new StringBuilder();
        socket.handler(part -> {
            line.append(part.toString(StandardCharsets.US_ASCII));
            int end = line.indexOf("\n");
            if (end >= 0 || line.length() > LINE_BYTES) {
                promise.tryComplete(new Answer.Read(
                        end >= 0
                                ? heard(target, line.substring(0, end))
                                : new Reading.Failing("the agent's line is longer than " + LINE_BYTES + " bytes")));
                socket.close();
            }
        });
        socket.closeHandler(closed -> {
            promise.tryComplete(
                    line.isEmpty()
                            ? new Answer.Unreachable("connection closed before the answer")
                            : new Answer.Read(heard(target, line.toString())));
        });
        return promise.future();
    }

    private Reading heard(Target target, String line) {
        HaproxyAgent agent = agents.getOrDefault(target, HaproxyAgent.silent()).heard(line);
        agents.put(target, agent);
        return agent.reading();
    }

    @Override
    public void close() {
        plain.values().forEach(NetClient::close);
        tls.values().forEach(NetClient::close);
    }
}
