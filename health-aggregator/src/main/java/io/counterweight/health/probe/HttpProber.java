package io.counterweight.health.probe;

import io.counterweight.engine.intent.CheckProtocol;
import io.counterweight.health.format.HealthAnswer;
import io.counterweight.health.format.HttpAnswer;
import io.counterweight.health.format.Reading;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * HTTP and HTTPS. Redirects are not followed: a check that is sent elsewhere has not been answered here. A certificate's
 * names are checked where the policy gives one; its dates are mentioned; its issuer is not checked, as inside a datacenter it is most
 * often private.
 */
final class HttpProber implements Prober {

    private static final int MOST_HEADER_VALUES = 64;

    private final HttpClient held;
    private final HttpClient single;
    private final int bodyBytes;
    private final HeldConnections connections = new HeldConnections();

    HttpProber(Vertx vertx, ProbeLimits limits, Optional<String> sourceAddress) {
        this.bodyBytes = limits.bodyBytes();
        this.held = vertx.httpClientBuilder()
                .with(options(sourceAddress).setKeepAlive(true).setKeepAliveTimeout(0))
                .with(new PoolOptions().setHttp1MaxSize(limits.concurrent()).setMaxWaitQueueSize(0))
                .build();
        this.single = vertx.httpClientBuilder()
                .with(options(sourceAddress).setKeepAlive(false))
                .with(new PoolOptions().setHttp1MaxSize(limits.concurrent()).setMaxWaitQueueSize(0))
                .build();
    }

    private static HttpClientOptions options(Optional<String> sourceAddress) {
        HttpClientOptions options = new HttpClientOptions()
                .setTrustAll(true)
                .setVerifyHost(false)
                .setMaxHeaderSize(16_384)
                .setDecompressionSupported(false);
        sourceAddress.ifPresent(options::setLocalAddress);
        return options;
    }

    @Override
    public Future<Answer> ask(Target target, boolean fresh, Runnable closed, Future<?> over) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setServer(SocketAddress.inetSocketAddress(target.port(), target.address()))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.check().protocol() == CheckProtocol.HTTPS)
                .setURI(target.check().path())
                .setConnectTimeout(Grace.after(target.check().timeout()))
                .putHeader("user-agent", "counterweight");
        return (fresh ? single : held)
                .request(request)
                .compose(sent -> {
                    // What went wrong is in the answer; without a handler it would be logged as an error.
                    sent.exceptionHandler(told -> {});
                    if (!fresh) {
                        connections.tellWhenClosed(sent.connection(), closed);
                    }
                    Future<Answer> answer = sent.send().compose(response -> read(target, sent, response));
                    over.onComplete(done -> {
                        if (!answer.isComplete()) {
                            giveUp(sent);
                        }
                    });
                    return answer;
                })
                .recover(HttpProber::noAnswer);
    }

    /** Where the pool has no room, the target was not asked: services behind one address share its pool. */
    private static Future<Answer> noAnswer(Throwable error) {
        return error instanceof ConnectionPoolTooBusyException
                ? Future.failedFuture(error)
                : Future.succeededFuture(new Answer.Unreachable(Words.of(error)));
    }

    /** Over HTTP/1.1 this closes the connection: by this side, which says nothing of the target. */
    private void giveUp(HttpClientRequest request) {
        connections.release(request.connection());
        request.reset();
    }

    private Future<Answer> read(Target target, HttpClientRequest request, HttpClientResponse response) {
        if (closes(response)) {
            connections.release(request.connection());
        }
        Promise<Answer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(error -> promise.tryComplete(new Answer.Unreachable(Words.of(error))));
        response.handler(part -> {
            int room = bodyBytes - body.length();
            body.appendBuffer(part.length() <= room ? part : part.slice(0, room));
            if (part.length() > room) {
                promise.tryComplete(answer(target, request, response, body, true));
                giveUp(request);
            }
        });
        response.endHandler(end -> promise.tryComplete(answer(target, request, response, body, false)));
        return promise.future();
    }

    /** Whether the server closes the connection after this answer, as it does every time: that is no sign of trouble. */
    private static boolean closes(HttpClientResponse response) {
        return response.version() == HttpVersion.HTTP_1_0
                || "close".equalsIgnoreCase(response.getHeader(HttpHeaders.CONNECTION));
    }

    private static Answer answer(
            Target target, HttpClientRequest request, HttpClientResponse response, Buffer body, boolean truncated) {
        Map<String, String> headers = new TreeMap<>();
        response.headers().forEach((name, value) -> {
            if (headers.size() < MOST_HEADER_VALUES) {
                headers.putIfAbsent(name, value);
            }
        });
        HttpAnswer answer =
                new HttpAnswer(response.statusCode(), headers, body.toString(StandardCharsets.UTF_8), truncated);
        Reading reading = HealthAnswer.read(target.check(), answer, target.place());
        return new Answer.Read(
                target.check().protocol() == CheckProtocol.HTTPS
                        ? Certificates.judge(request.connection().sslSession(), target.check(), reading)
                        : reading);
    }

    @Override
    public void close() {
        connections.forget();
        held.close();
        single.close();
    }
}
