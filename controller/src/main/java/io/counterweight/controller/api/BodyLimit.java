package io.counterweight.controller.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells whoever sends too much what is wrong: Quarkus itself, which bounds bodies too, would answer without a word. */
@ApplicationScoped
public class BodyLimit {
    private static final int TOO_LARGE = 413;
    /** Before Quarkus looks at the length. */
    private static final int ORDER = -3;

    private static final long LINGER_MILLIS = 5_000;

    private final long bytes;
    private final BodyHandler whole;
    private final ObjectMapper json;

    public BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize bytes, ObjectMapper json) {
        this.bytes = bytes.asLongValue();
        this.whole = BodyHandler.create(false).setBodyLimit(this.bytes);
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::check).failureHandler(this::failed);
    }

    /** A length that is told is checked before anything is read; a body without one is read up to the bound first. */
    private void check(RoutingContext context) {
        String length = context.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && Long.parseLong(length) > bytes) {
            context.fail(TOO_LARGE);
        } else if (length == null && context.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            context.request().resume();
            whole.handle(context);
        } else {
            context.next();
        }
    }

    private void failed(RoutingContext context) {
        if (context.statusCode() != TOO_LARGE || context.response().headWritten()) {
            context.next();
            return;
        }
        HttpServerRequest request = context.request();
        Future<Void> said = context.response()
                .setStatusCode(TOO_LARGE)
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.TYPE)
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(said());
        // Whoever is cut off while sending does not hear the answer: for a while the rest is read and dropped.
        request.resume();
        said.compose(done -> request.end())
                .onComplete(done -> request.connection().close());
        context.vertx().setTimer(LINGER_MILLIS, timer -> request.connection().close());
    }

    private String said() {
        try {
            return json.writeValueAsString(new Problem(
                    TOO_LARGE,
                    "not taken, nothing has changed",
                    "the body is longer than " + (bytes >> 10) + " KiB: send less at a time",
                    ""));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always JSON", e);
        }
    }
}
