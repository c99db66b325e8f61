package io.counterweight.engine.replay;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came of a replay.
 *
 * @param from wall time in milliseconds of the first turn within the question's bounds; empty where there is none
 * @param to of the last
 * @param turns within the bounds
 * @param departure the first place where the recorded policies lead elsewhere than they did; empty where all was decided again bit
 *     for bit
 * @param differences between the recorded policies' decisions and the others', in order
 * @param untold differences beyond those that were to be told
 * @param gaps of which nothing is known
 * @param unknowable what no replay can tell, in words
 */
public record Answer(
        OptionalLong from,
        OptionalLong to,
        long turns,
        Optional<Departure> departure,
        List<Difference> differences,
        long untold,
        List<Gap> gaps,
        List<String> unknowable) {

    public Answer {
        differences = List.copyOf(differences);
        gaps = List.copyOf(gaps);
        unknowable = List.copyOf(unknowable);
    }
}
