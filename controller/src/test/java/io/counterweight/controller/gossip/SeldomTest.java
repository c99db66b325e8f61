package io.counterweight.controller.gossip;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SeldomTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Seldom seldom = new Seldom(now::get);

    @Test
    void theSameSentenceIsSaidOnceAMinute() {
        assertTrue(seldom.worthSaying("refused"));
        now.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertFalse(seldom.worthSaying("refused"));
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertTrue(seldom.worthSaying("refused"));
    }

    @Test
    void anotherSentenceIsNewsAndSoIsTheSameOneAfterAllWasWell() {
        assertTrue(seldom.worthSaying("refused"));
        assertTrue(seldom.worthSaying("expired"));
        assertTrue(seldom.worthSaying("refused"));
        seldom.forget();
        assertTrue(seldom.worthSaying("refused"));
    }
}
