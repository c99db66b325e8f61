package io.counterweight.controller.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.replay.Answer;
import io.counterweight.engine.replay.Departure;
import io.counterweight.engine.replay.Difference;
import io.counterweight.engine.replay.Gap;
import io.counterweight.engine.replay.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came of a replay, as people and programs read it. Times are wall time in milliseconds.
 *
 * @param exact whether the recorded policies decided all of it again as it was decided
 * @param departure the first place where they did not, in words
 * @param untold differences beyond those that are told
 * @param partial whether it ended before its interval did, for want of time
 * @param unread what of the recording could not be read, in words
 */
public record ReplayView(
        String controller,
        OptionalLong from,
        OptionalLong to,
        long turns,
        boolean exact,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> departure,
        List<Told> differences,
        long untold,
        List<Gap> gaps,
        List<String> unknowable,
        boolean partial,
        List<String> unread) {

    /**
     * A difference.
     *
     * @param moves whether clients would have been answered otherwise
     * @param text the whole in one sentence
     */
    public record Told(
            ServiceName service, long since, OptionalLong until, boolean moves, Side then, Side instead, String text) {
        static Told of(Difference each) {
            return new Told(
                    each.service(), each.since(), each.until(), each.moves(), each.then(), each.instead(), each.text());
        }
    }

    static ReplayView of(ControllerId controller, Answer answer, boolean partial, List<String> unread) {
        return new ReplayView(
                controller.toString(),
                answer.from(),
                answer.to(),
                answer.turns(),
                answer.departure().isEmpty(),
                answer.departure().map(Departure::text),
                answer.differences().stream().map(Told::of).toList(),
                answer.untold(),
                answer.gaps(),
                answer.unknowable(),
                partial,
                List.copyOf(unread));
    }

    /** The whole as a page of plain text. */
    public String text() {
        StringBuilder page = new StringBuilder();
        page.append(controller).append(": ").append(turns).append(" turns");
        from.ifPresent(at -> page.append(" from ").append(Instant.ofEpochMilli(at)));
        to.ifPresent(at -> page.append(" to ").append(Instant.ofEpochMilli(at)));
        page.append("\n  ")
                .append(
                        exact
                                ? "All was decided again as it was decided then."
                                : "Not all is decided again as it was decided then: " + departure.orElse(""))
                .append('\n');
        gaps.forEach(gap -> page.append("  Nothing is recorded from ")
                .append(Instant.ofEpochMilli(gap.from()))
                .append(" to ")
                .append(Instant.ofEpochMilli(gap.to()))
                .append(gap.restarted() ? ", when the controller was started again.\n" : ".\n"));
        unread.forEach(
                why -> page.append("  A part cannot be read: ").append(why).append(".\n"));
        if (partial) {
            page.append("  It took too long and was ended here: ask for a shorter interval.\n");
        }
        if (!unknowable.isEmpty()) {
            differences(page);
        }
        return page.toString();
    }

    private void differences(StringBuilder page) {
        page.append("\nWhat the other policies would have done\n");
        differences.forEach(each -> page.append("  ").append(each.text()).append('\n'));
        if (differences.isEmpty()) {
            page.append("  Nothing else.\n");
        }
        if (untold > 0) {
            page.append("  And ").append(untold).append(" differences more: ask for a shorter interval.\n");
        }
        page.append("\nWhat nobody can know\n");
        unknowable.forEach(each -> page.append("  ").append(each).append('\n'));
    }
}
