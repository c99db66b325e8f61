package io.counterweight.controller;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.loop.AlarmView;
import io.counterweight.controller.loop.LoopEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private final EventStream stream = new EventStream();

    /** Reads as much as it asks for. */
    private static final class Reader implements Flow.Subscriber<EventStream.Said> {
        final List<EventStream.Said> read = new CopyOnWriteArrayList<>();
        volatile Optional<Flow.Subscription> subscription = Optional.empty();
        volatile boolean over;

        void ask(long more) {
            subscription.orElseThrow().request(more);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = Optional.of(given);
        }

        @Override
        public void onNext(EventStream.Said said) {
            read.add(said);
        }

        @Override
        public void onError(Throwable error) {
            over = true;
        }

        @Override
        public void onComplete() {
            over = true;
        }

        boolean hasRead(String subject) {
            return read.stream().anyMatch(said -> said.json().contains("\"" + subject + "\""));
        }
    }

    @AfterEach
    void close() {
        stream.close();
    }

    private Reader reader() {
        Reader reader = new Reader();
        stream.listen().orElseThrow().subscribe(reader);
        return reader;
    }

    private static LoopEvent alarm(String subject) {
        return new LoopEvent.AlarmBegun(new AlarmView("hold", subject, "E3", "mixed votes", "Find out why.", 7));
    }

    @Test
    void eventIsWrittenDownOnceForAll() {
        Reader one = reader();
        Reader other = reader();
        one.ask(10);
        other.ask(10);

        stream.say(alarm("shop@west"));

        await().until(() -> one.hasRead("shop@west") && other.hasRead("shop@west"));
        assertSame(one.read.getFirst(), other.read.getFirst());
        assertEquals("alarm-begun", one.read.getFirst().word());
        assertTrue(one.read.getFirst().json().contains("\"forSeconds\":7"), one.read.toString());
    }

    @Test
    void whoReadsTooSlowlyMissesSomeAndGoesOn() {
        Reader slow = reader();
        Reader fast = reader();
        fast.ask(Long.MAX_VALUE);
        for (int i = 0; i < 3 * EventStream.MOST_WAITING; i++) {
            String subject = "number-" + i;
            stream.say(alarm(subject));
            await().until(() -> fast.hasRead(subject));
        }
        slow.ask(Long.MAX_VALUE);
        await().until(() -> slow.read.size() == EventStream.MOST_WAITING);

        stream.say(alarm("the-next"));

        await().until(() -> slow.hasRead("the-next"));
        assertEquals(EventStream.MOST_WAITING + 1, slow.read.size());
        assertTrue(!slow.over && !fast.over);
    }

    @Test
    void listenersAreBoundedAndThoseWhoLeaveMakeRoom() {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < EventStream.MOST_LISTENERS; i++) {
            readers.add(reader());
        }
        assertEquals(Optional.empty(), stream.listen());

        readers.getFirst().subscription.orElseThrow().cancel();

        assertTrue(stream.listen().isPresent());
        assertEquals(Optional.empty(), stream.listen());
    }
}
