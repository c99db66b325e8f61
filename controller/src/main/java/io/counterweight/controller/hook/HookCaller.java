package io.counterweight.controller.hook;

import io.github.resilience4j.core.IntervalFunction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls an application's URL: POST with a JSON body. Whatever the other end does, a call is over at its deadline; a few run at once;
 * what may pass is tried again a few times, with growing and random waits (Resilience4j); redirects are not followed, and of an answer's body no more than its
 * first words are kept.
 * Any thread.
 */
public final class HookCaller implements AutoCloseable {
    private static final int MOST_AT_ONCE = 32;
    private static final int MOST_ATTEMPTS = 4;
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final int SERVER_ERRORS = 500;

    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "hooks");
        made.setDaemon(true);
        return made;
    });
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_WITHIN)
            .build();
    private final IntervalFunction waits = IntervalFunction.ofExponentialRandomBackoff(FIRST_WAIT, 2, 0.5);

    /**
     * What came of a call.
     *
     * @param answered it said no, or that it cannot
     * @param why in words, for people; its own where it gave any
     */
    public record Answer(boolean confirmed, boolean answered, String why) {}

    /** Tells; the answer comes at the deadline at the latest, and never as an exception. */
    public CompletableFuture<Answer> tell(URI url, String json, Duration deadline) {
        if (!free.tryAcquire()) {
            return CompletableFuture.completedFuture(
                    new Answer(false, false, MOST_AT_ONCE + " calls are under way, no more are begun"));
        }
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(deadline)
                .header("content-type", "application/json")
                .header("user-agent", "counterweight")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        CompletableFuture<HttpResponse<String>> over = new CompletableFuture<>();
        attempt(request, over, 1);
        return over.orTimeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((response, failure) -> free.release())
                .handle((response, failure) -> failure == null ? answered(response) : failed(failure, deadline));
    }

    /** Nothing is begun after the deadline, and what runs then is broken off. */
    private void attempt(HttpRequest request, CompletableFuture<HttpResponse<String>> over, int number) {
        if (over.isDone()) {
            return;
        }
        var sent = client.sendAsync(request, FirstWords.handler());
        var unusedEnd = over.whenComplete((response, failure) -> sent.cancel(true));
        var unusedAnswer = sent.whenComplete((response, failure) -> {
            boolean mayPass = failure == null
                    ? response.statusCode() >= SERVER_ERRORS
                    : failure instanceof IOException || failure.getCause() instanceof IOException;
            if (mayPass && number < MOST_ATTEMPTS && !over.isDone() && !timer.isShutdown()) {
                var unusedAgain = timer.schedule(
                        () -> attempt(request, over, number + 1), waits.apply(number), TimeUnit.MILLISECONDS);
            } else if (failure == null) {
                over.complete(response);
            } else {
                over.completeExceptionally(failure);
            }
        });
    }

    private static Answer answered(HttpResponse<String> response) {
        int status = response.statusCode();
        String said = response.body().isEmpty() ? "" : ": " + response.body();
        return new Answer(status / 100 == 2, true, "it answered " + status + said);
    }

    private static Answer failed(Throwable failure, Duration deadline) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return new Answer(
                false,
                false,
                cause instanceof TimeoutException
                        ? "no answer within " + deadline.toMillis() + " ms"
                        : "it could not be told: " + cause);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        client.shutdownNow();
    }
}
