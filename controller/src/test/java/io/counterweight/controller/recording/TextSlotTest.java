package io.counterweight.controller.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.rules.Rule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

@Rule("W7")
class TextSlotTest {
    private static final String ALPHABET = "0123456789{},:\"-.ab é";

    private static Unpacked bytes(Packed out) {
        return new Unpacked(ByteBuffer.wrap(out.take()));
    }

    private static int written(TextSlot slot, String text) {
        Packed out = new Packed();
        slot.write(text, out);
        return out.size();
    }

    @Test
    void anyRowOfTextsIsReadAsItWasWritten() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder("{\"at\":1,\"of\":007}");
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(4));
            StringBuilder change = new StringBuilder();
            for (int left = random.nextInt(5); left > 0; left--) {
                change.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
            }
            text.replace(from, to, change.toString());
            texts.add(text.toString());
        }
        TextSlot writing = new TextSlot();
        Packed out = new Packed();
        texts.forEach(each -> writing.write(each, out));

        TextSlot reading = new TextSlot();
        Unpacked in = bytes(out);
        for (String each : texts) {
            assertEquals(each, reading.read(in), () -> "seed " + seed);
        }
    }

    @Test
    void whatOnlyCountsOnTakesAFewBytes() {
        TextSlot slot = new TextSlot();
        String report = "{\"stamp\":{\"incarnation\":3,\"sequence\":%d},\"services\":{\"shop\":\"" + "x".repeat(2_000)
                + "\"},\"heard\":%d}";
        written(slot, report.formatted(999, 10));

        int bytes = written(slot, report.formatted(1_000, 11));

        assertTrue(bytes < 12, () -> bytes + " bytes");
    }

    @Test
    void whatDoesNotFitToTheTextBeforeIsRefused() {
        Packed out = new Packed();
        out.unsigned(5).unsigned(0).unsigned(0).text("");

        assertThrows(IllegalArgumentException.class, () -> new TextSlot().read(bytes(out)));
    }
}
