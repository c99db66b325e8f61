package io.counterweight.health.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HaproxyAgentTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void readsTheLinesInOrder(String lines, String wanted) {
        HaproxyAgent agent = HaproxyAgent.silent();
        for (String line : lines.split("\\|", -1)) {
            agent = agent.heard(line);
        }
        Case.of(lines, 0, "", wanted).expect(agent.reading());
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("up", "serving 1.0"),
                Arguments.of("ready", "serving 1.0"),
                Arguments.of("75%", "serving 0.75: 75%"),
                Arguments.of("  UP\t75% \r", "serving 0.75"),
                Arguments.of("75%,up", "serving 0.75"),
                Arguments.of("maxconn:30 up 75% ready", "serving 0.75"),
                Arguments.of("0%", "failing: 0%"),
                Arguments.of("200%", "serving 1.0"),
                Arguments.of("down#database is full", "failing: down#database is full"),
                Arguments.of("down # up 100%", "failing: down"),
                Arguments.of("up 50% #cpu at 90%", "serving 0.5"),
                Arguments.of("stopped", "failing: stopped"),
                Arguments.of("fail", "failing: fail"),
                Arguments.of("drain 100%", "failing: drain"),
                Arguments.of("up maint", "failing: maint"),
                Arguments.of("", "unknown"),
                Arguments.of("maxconn:30", "unknown"),
                Arguments.of("#up", "unknown"),
                Arguments.of("\0\u00ff nonsense", "unknown"),
                Arguments.of("99999999999%", "unknown"),
                Arguments.of("-5%", "unknown"),
                // Only the agent undoes its own drain and its own down.
                Arguments.of("drain|75%", "failing: drain"),
                Arguments.of("drain|up 75%", "failing: drain"),
                Arguments.of("drain|ready", "serving 1.0"),
                Arguments.of("down#full|ready 100%", "failing: down#full"),
                Arguments.of("down|up", "serving 1.0"),
                Arguments.of("maint|down|up|ready", "serving 1.0"),
                Arguments.of("50%|up", "serving 0.5"),
                Arguments.of("up|maxconn:30", "serving 1.0"),
                Arguments.of("up|nonsense", "unknown"),
                Arguments.of("drain|nonsense|ready", "serving 1.0"));
    }

    @Test
    void findsAWordBehindHundredsOfOthers() {
        String[] words = new String[400];
        Arrays.fill(words, "x");
        HaproxyAgent agent = HaproxyAgent.silent().heard("up " + String.join(" ", words) + " down");
        assertEquals(new Reading.Failing("the agent says down"), agent.reading());
    }
}
