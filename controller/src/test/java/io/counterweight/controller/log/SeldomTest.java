package io.counterweight.controller.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
        seldom.forget();
        assertTrue(seldom.worthSaying("refused"));
    }

    @Test
    void twoSentencesInTurnsAreEachSaidOnce() {
        int said = 0;
        for (int i = 0; i < 100; i++) {
            said += seldom.worthSaying("refused") ? 1 : 0;
            said += seldom.worthSaying("expired") ? 1 : 0;
        }
        assertEquals(2, said);
    }

    @Test
    void endlesslyNewSentencesAreBoundedToo() {
        int said = 0;
        for (int i = 0; i < 1_000; i++) {
            said += seldom.worthSaying("refused a link from port " + i) ? 1 : 0;
        }
        assertEquals(64, said);
        now.addAndGet(TimeUnit.MINUTES.toNanos(1));
        assertTrue(seldom.worthSaying("another"));
    }
}
