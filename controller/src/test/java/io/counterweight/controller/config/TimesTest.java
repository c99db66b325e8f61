package io.counterweight.controller.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimesTest {
    @ParameterizedTest
    @CsvSource({
        "250ms, 250ms",
        "1000ms, 1s",
        "1500ms, 1.5s",
        "0.0001s, 0.0001s",
        "90s, 90s",
        "60s, 1m",
        "5400s, 90m",
        "3600s, 1h",
        "72h, 3d",
        "25h, 25h",
        "36500d, 36500d"
    })
    void saysALengthInItsLargestWholeUnitAndReadsThatBack(String given, String words) {
        Duration length = Times.parse("", given);

        assertEquals(words, Times.words(length));
        assertEquals(length, Times.parse("", words));
    }
}
