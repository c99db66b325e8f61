package io.counterweight.controller.hook;

import io.counterweight.controller.hook.HookCaller.Answer;
import io.counterweight.controller.log.Seldom;
import io.counterweight.controller.wire.Wire;
import io.counterweight.engine.fact.Prepared;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.shift.Preparations.Question;
import io.github.resilience4j.core.IntervalFunction;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the applications of this datacenter whether they are prepared to take traffic (rule W3), until each is ready or is not asked any
 * more. Who was not ready is asked again, ever more seldom. Followed by the loop's thread; answers come on others.
 */
public final class PreparationHooks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PreparationHooks.class);
    /** No more are asked at once: whoever comes later waits for a turn, and is not counted as silent. */
    private static final int MOST_AT_ONCE = 16;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Site home;
    private final HookCaller caller;
    private final Runnable onAnswer;
    private final IntervalFunction waits =
            IntervalFunction.ofExponentialRandomBackoff(FIRST_WAIT, 2, 0.25, LONGEST_WAIT);
    private final Map<ServiceName, Asking> askings = new HashMap<>();
    private final Seldom complaints = new Seldom(System::nanoTime);
    private int underWay;

    /** One question on its way. */
    private static final class Asking {
        final Question question;
        boolean underWay;
        int asked;
        long nextMillis = Long.MIN_VALUE;
        Optional<Answer> fresh = Optional.empty();
        Optional<Prepared> said = Optional.empty();

        Asking(Question question) {
            this.question = question;
        }

        boolean ready() {
            return said.filter(each -> each.answer() == Prepared.Answer.READY).isPresent();
        }
    }

    /** Nothing is asked yet; {@code onAnswer} is called when an answer has come. */
    public PreparationHooks(Site home, HookCaller caller, Runnable onAnswer) {
        this.home = home;
        this.caller = caller;
        this.onAnswer = onAnswer;
    }

    /** Asks what is to be asked now and was not answered by readiness. */
    public synchronized void follow(SortedMap<ServiceName, Question> questions, long now) {
        askings.keySet().retainAll(questions.keySet());
        questions.forEach((service, question) -> {
            Asking asking = askings.get(service);
            if (asking == null || !asking.question.equals(question)) {
                asking = new Asking(question);
                askings.put(service, asking);
            }
            if (asking.fresh.isPresent()) {
                asking.fresh = Optional.empty();
                asking.nextMillis = now + waits.apply(asking.asked);
            }
            if (!asking.ready() && !asking.underWay && now >= asking.nextMillis && underWay < MOST_AT_ONCE) {
                ask(service, asking);
            }
        });
    }

    private void ask(ServiceName service, Asking asking) {
        asking.underWay = true;
        asking.asked++;
        underWay++;
        Question question = asking.question;
        String body = Wire.text(new TreeMap<>(
                Map.of("service", service.value(), "datacenter", home.value(), "cause", question.cause())));
        var unusedAsking = caller.tell(URI.create(question.url()), body, question.deadline())
                .thenAccept(answer -> {
                    synchronized (this) {
                        underWay--;
                        asking.underWay = false;
                        asking.fresh = Optional.of(answer);
                        asking.said = Optional.of(new Prepared(question.cause(), kind(answer), answer.why()));
                    }
                    if (answer.confirmed()) {
                        LOG.info("the application of {} is ready for {}", service, question.cause());
                    } else if (complaints.worthSaying(service.value())) {
                        LOG.warn("the application of {} is not ready: {}", service, answer.why());
                    }
                    onAnswer.run();
                });
    }

    private static Prepared.Answer kind(Answer answer) {
        if (answer.confirmed()) {
            return Prepared.Answer.READY;
        }
        return answer.answered() ? Prepared.Answer.REFUSED : Prepared.Answer.UNANSWERED;
    }

    /** What each has said last to the question that stands. */
    public synchronized SortedMap<ServiceName, Prepared> answers() {
        SortedMap<ServiceName, Prepared> answers = new TreeMap<>();
        askings.forEach((service, asking) -> asking.said.ifPresent(said -> answers.put(service, said)));
        return answers;
    }

    @Override
    public void close() {
        caller.close();
    }
}
