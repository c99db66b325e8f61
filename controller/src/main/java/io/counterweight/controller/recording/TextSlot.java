package io.counterweight.controller.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * One text that changes a little from time to time, written as what changed: so many tokens from the front and from the end are those
 * of the text before, but for some numbers that rose or fell; what is between is written out. Not safe for threads.
 */
final class TextSlot {
    private List<String> last = List.of();

    /** What of two rows of tokens can be told by numbers that differ. */
    private record Aligned(int front, int back) {
        static Aligned of(List<String> before, List<String> after) {
            int most = Math.min(before.size(), after.size());
            int front = 0;
            while (front < most && alike(before.get(front), after.get(front))) {
                front++;
            }
            int back = 0;
            while (back < most - front
                    && alike(before.get(before.size() - 1 - back), after.get(after.size() - 1 - back))) {
                back++;
            }
            return new Aligned(front, back);
        }

        private static boolean alike(String one, String other) {
            return one.equals(other) || Tokens.number(one) && Tokens.number(other);
        }
    }

    void write(String text, Packed out) {
        List<String> next = Tokens.of(text);
        Aligned aligned = Aligned.of(last, next);
        int backFrom = next.size() - aligned.back;
        int shift = last.size() - next.size();
        out.unsigned(aligned.front).unsigned(aligned.back);
        Packed changes = new Packed();
        int changed = 0;
        int told = 0;
        for (int i = 0; i < next.size(); i++) {
            boolean middle = i >= aligned.front && i < backFrom;
            String before = middle ? "" : last.get(i < aligned.front ? i : i + shift);
            if (!middle && !before.equals(next.get(i))) {
                changes.unsigned(i - told).signed(Long.parseLong(next.get(i)) - Long.parseLong(before));
                told = i;
                changed++;
            }
        }
        out.unsigned(changed).bytes(changes.take());
        out.text(String.join("", next.subList(aligned.front, backFrom)));
        last = next;
    }

    /** What {@link #write} wrote, where it wrote the same texts before. */
    String read(Unpacked in) {
        int front = within(in.unsigned(), last.size());
        int back = within(in.unsigned(), last.size() - front);
        int changed = in.count();
        List<String> ahead = new ArrayList<>(last.subList(0, front));
        List<String> behind = new ArrayList<>(last.subList(last.size() - back, last.size()));
        List<long[]> changes = new ArrayList<>();
        long at = 0;
        for (int i = 0; i < changed; i++) {
            at += in.unsigned();
            changes.add(new long[] {at, in.signed()});
        }
        List<String> next = new ArrayList<>(ahead);
        next.addAll(Tokens.of(in.text()));
        int backFrom = next.size();
        next.addAll(behind);
        for (long[] change : changes) {
            int index = within(change[0], next.size() - 1);
            if (index >= front && index < backFrom || !Tokens.number(next.get(index))) {
                throw new IllegalArgumentException("a number changes where none is");
            }
            next.set(index, Long.toString(Long.parseLong(next.get(index)) + change[1]));
        }
        last = next;
        return String.join("", next);
    }

    private static int within(long value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException(value + " is more than the " + most + " that there are");
        }
        return (int) value;
    }
}
