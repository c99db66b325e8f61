package io.counterweight.health.probe;

import io.counterweight.engine.intent.Check;
import io.counterweight.engine.name.Placement;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.health.format.Reading;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Asks with real probers, from a test's thread. */
final class Asking implements AutoCloseable {
    static final Placement PLACE = new Placement(new ServiceName("shop"), new Site("east"));
    private static final long PATIENCE_SECONDS = 60;

    static {
        Awaitility.setDefaultTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    final Vertx vertx = Vertx.vertx();
    final AtomicInteger closedByPeer = new AtomicInteger();
    private final Runnable closed = closedByPeer::incrementAndGet;
    private final Probers probers = new Probers(vertx, ProbeLimits.defaults(), Optional.empty());
    private final Context context = vertx.getOrCreateContext();

    static Target target(Check check, int port) {
        return target(check, "127.0.0.1", port);
    }

    static Target target(Check check, String address, int port) {
        return new Target(PLACE, address, port, check);
    }

    /** Asks on the held connection, waits for the answer, and then waits no longer, as a watch does. */
    Answer held(Target target) {
        return ask(target, false, Promise.promise());
    }

    Answer fresh(Target target) {
        return ask(target, true, Promise.promise());
    }

    /** Asks, and gives up when told. */
    Future<Answer> until(Target target, boolean fresh, Promise<Void> over) {
        Promise<Answer> promise = Promise.promise();
        context.runOnContext(on -> probers.ask(target, fresh, false, closed, over.future())
                .orElseThrow()
                .onComplete(answer -> {
                    over.tryComplete();
                    promise.handle(answer);
                }));
        return promise.future();
    }

    private Answer ask(Target target, boolean fresh, Promise<Void> over) {
        return await(until(target, fresh, over));
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new CompletionException(e);
        }
    }

    static Reading reading(Answer answer) {
        if (answer instanceof Answer.Read read) {
            return read.reading();
        }
        throw new AssertionError("nothing was read: " + answer);
    }

    static String failing(Answer answer) {
        if (reading(answer) instanceof Reading.Failing failing) {
            return failing.reason();
        }
        throw new AssertionError("not failing: " + answer);
    }

    static String serving(Answer answer) {
        if (reading(answer) instanceof Reading.Serving serving) {
            return serving.reason();
        }
        throw new AssertionError("not serving: " + answer);
    }

    static String unreachable(Answer answer) {
        if (answer instanceof Answer.Unreachable gone) {
            return gone.reason();
        }
        throw new AssertionError("reached: " + answer);
    }

    @Override
    public void close() {
        context.runOnContext(on -> probers.close());
        await(vertx.close());
    }
}
