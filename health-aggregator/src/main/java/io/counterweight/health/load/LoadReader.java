package io.counterweight.health.load;

import io.counterweight.engine.intent.DatacenterPolicy;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.LoadSource;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the loads of the services of one datacenter from their metrics. {@link #update} and {@link #turn} belong to one event loop;
 * {@link #load} is for any thread. Each place has one reading in flight at most, with a deadline and a bound of its size.
 */
public final class LoadReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadReader.class);

    static final int MOST_BYTES = 1 << 20;
    static final Duration LONGEST = Duration.ofSeconds(2);

    private static final int CONNECTIONS = 64;
    private static final int OK = 200;

    private final HttpClient client;
    private final LongSupplier clock;
    private final Map<ServiceName, Source> sources = new ConcurrentHashMap<>();

    /** One service's source; {@code wrong} is what was logged last. */
    private static final class Source {
        final LoadSource from;
        final LoadMeter meter;
        long dueMillis;
        int inFlight;
        Optional<String> wrong = Optional.empty();

        Source(LoadSource from, long now) {
            this.from = from;
            this.meter = new LoadMeter(from);
            this.dueMillis = now;
        }
    }

    public LoadReader(Vertx vertx, LongSupplier clock) {
        this.clock = clock;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions().setMaxHeaderSize(16_384).setDecompressionSupported(false))
                .with(new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(CONNECTIONS))
                .build();
    }

    /** From now on these intents say what is read in this datacenter. What is read as before goes on. */
    public void update(Intents intents, Site home) {
        sources.keySet().retainAll(intents.policies().keySet());
        intents.policies().forEach((service, policy) -> {
            Optional<LoadSource> wanted =
                    Optional.ofNullable(policy.datacenters().get(home)).flatMap(DatacenterPolicy::load);
            Source known = sources.get(service);
            if (wanted.isEmpty()) {
                sources.remove(service);
            } else if (known == null || !known.from.equals(wanted.get())) {
                sources.put(service, new Source(wanted.get(), clock.getAsLong()));
            }
        });
    }

    /** Reads what is due. */
    public void turn() {
        long now = clock.getAsLong();
        sources.forEach((service, source) -> {
            if (source.inFlight == 0 && now >= source.dueMillis) {
                source.dueMillis = now + source.from.interval().toMillis();
                source.from.urls().forEach(url -> read(service, source, url));
            }
        });
    }

    private void read(ServiceName service, Source source, String url) {
        source.inFlight++;
        long deadline = Math.min(LONGEST.toMillis(), source.from.interval().toMillis());
        Promise<HttpClientRequest> asked = Promise.promise();
        client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url)
                        .setConnectTimeout(deadline)
                        .putHeader("user-agent", "counterweight")
                        .putHeader("accept", "text/plain; version=0.0.4"))
                .onComplete(asked)
                .compose(request -> {
                    request.exceptionHandler(told -> {});
                    return request.send().compose(LoadReader::body);
                })
                .timeout(deadline, TimeUnit.MILLISECONDS)
                .onComplete(done -> {
                    source.inFlight--;
                    if (done.failed()) {
                        asked.future().onSuccess(HttpClientRequest::reset);
                        tell(service, source, url + ": " + done.cause().getMessage());
                    } else {
                        took(service, source, url, done.result());
                    }
                });
    }

    private static Future<String> body(HttpClientResponse response) {
        if (response.statusCode() != OK) {
            return Future.failedFuture("answers " + response.statusCode() + ", not 200");
        }
        Promise<String> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(promise::tryFail);
        response.handler(part -> {
            if (body.length() + part.length() > MOST_BYTES) {
                promise.tryFail("answers more than " + MOST_BYTES + " bytes");
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> promise.tryComplete(body.toString(StandardCharsets.UTF_8)));
        return promise.future();
    }

    private void took(ServiceName service, Source source, String url, String body) {
        try {
            source.meter.read(
                    url, PrometheusText.series(body, source.from.metric(), source.from.labels()), clock.getAsLong());
            source.wrong = Optional.empty();
        } catch (InvalidMetrics e) {
            tell(service, source, url + ": " + e.getMessage());
        }
    }

    /** Once for each trouble, not once for each reading. */
    private static void tell(ServiceName service, Source source, String wrong) {
        if (!source.wrong.equals(Optional.of(wrong))) {
            LOG.warn("the load of {} cannot be read: {}", service, wrong);
            source.wrong = Optional.of(wrong);
        }
    }

    /** What this datacenter carries of a service now; empty where it is not read, or was not lately. */
    public OptionalDouble load(ServiceName service, long now) {
        Source source = sources.get(service);
        return source == null ? OptionalDouble.empty() : source.meter.load(now);
    }

    @Override
    public void close() {
        client.close();
    }
}
