package io.counterweight.engine.replay;

import io.counterweight.engine.Decision;
import io.counterweight.engine.intent.Intents;
import io.counterweight.engine.intent.Policy;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides again what one controller decided, chapter by chapter and turn by turn, and once more by other policies where the question
 * names some. The recorded row must lead where the controller went; what the other row differs in is the answer. Not safe for threads.
 */
public final class Replay {
    private final Question question;
    private final Differences differences;
    private final List<Gap> gaps = new ArrayList<>();
    private Optional<Opening> chapter = Optional.empty();
    private Optional<Position> recorded = Optional.empty();
    private Optional<OtherWay> other = Optional.empty();
    private Optional<Departure> departure = Optional.empty();
    private final SortedMap<ServiceName, Policy> policiesThen = new TreeMap<>();
    private OptionalLong first = OptionalLong.empty();
    private OptionalLong last = OptionalLong.empty();
    private long reached;
    private long turns;

    public Replay(Question question) {
        this.question = question;
        this.differences = new Differences(question.most());
    }

    /**
     * The next chapter begins.
     *
     * @throws IllegalArgumentException where it is another controller's
     */
    public void open(Opening opening) {
        chapter.ifPresent(before -> {
            refuseOther(before.life(), opening.life());
            if (!opening.follows(before)) {
                interrupted(opening, !opening.life().equals(before.life()));
            } else if (!recorded.equals(Optional.of(opening.position()))) {
                depart(
                        opening.wallMillis(),
                        "what the controller remembered at the beginning of chapter " + opening.number()
                                + " is not what the chapter before leads to");
            }
        });
        chapter = Optional.of(opening);
        recorded = Optional.of(opening.position());
    }

    private static void refuseOther(Life before, Life next) {
        if (!before.controller().equals(next.controller())) {
            throw new IllegalArgumentException("this is a recording of " + before.controller()
                    + ", but a chapter in it is of " + next.controller() + ": replay one controller at a time");
        }
    }

    /** From here on both rows begin at what the controller stood at: what the other would have remembered is lost. */
    private void interrupted(Opening opening, boolean restarted) {
        gaps.add(new Gap(reached, opening.wallMillis(), restarted));
        differences.breakOff(reached);
        other = Optional.empty();
    }

    /** The next turn of the chapter. */
    public void turn(Turn turn) {
        Opening opening = chapter.orElseThrow(() -> new IllegalStateException("no chapter is open"));
        Turn.Decided decided = turn.from(recorded.orElseThrow(), opening);
        Decision decision = decided.decision();
        long wall = opening.wall(turn.now());
        check(turn, decision, wall);
        if (question.asksAt(wall)) {
            first = first.isPresent() ? first : OptionalLong.of(wall);
            last = OptionalLong.of(wall);
            turns++;
            compare(opening, turn, decision, wall);
        } else if (wall > question.to()) {
            differences.breakOff(wall);
        }
        reached = wall;
        recorded = Optional.of(decided.next());
    }

    private void check(Turn turn, Decision decision, long wall) {
        SortedMap<ServiceName, SortedMap<Site, Integer>> again = Gist.weights(decision);
        if (departure.isEmpty() && !again.equals(turn.weights())) {
            depart(wall, "decided was " + turn.weights() + ", and this version decides " + again);
        }
    }

    private void depart(long wall, String what) {
        departure = departure.or(() -> Optional.of(new Departure(wall, what)));
    }

    private void compare(Opening opening, Turn turn, Decision decision, long wall) {
        if (question.policies().isEmpty()) {
            return;
        }
        Intents recordedIntents = turn.given().intents();
        recordedIntents.policies().forEach((service, policy) -> {
            if (question.policies().containsKey(service)) {
                policiesThen.putIfAbsent(service, policy);
            }
        });
        OtherWay way = other.orElseGet(() -> OtherWay.from(recorded.orElseThrow()));
        OtherWay.Step step = way.turn(opening, turn, question.in(recordedIntents));
        other = Optional.of(step.next());
        differences.add(decision.records(), step.decision().records(), wall);
    }

    /** What came of it so far. */
    public Answer answer() {
        return new Answer(
                first,
                last,
                turns,
                departure,
                differences.told(),
                differences.untold(),
                gaps,
                Unknowable.of(question, policiesThen));
    }
}
