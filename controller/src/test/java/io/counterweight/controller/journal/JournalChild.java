package io.counterweight.controller.journal;

import io.counterweight.controller.journal.Journal.Kept;
import java.nio.file.Path;
import java.util.List;

/** A process that writes intents as fast as it can, and says of each when it is written. It is there to be killed. */
final class JournalChild {
    private JournalChild() {}

    public static void main(String[] arguments) throws Exception {
        try (Journal journal = Journal.open(Path.of(arguments[0]), 64 << 20)) {
            for (int i = journal.intents().size() + 1; ; i++) {
                String key = "policy/s" + i;
                journal.write(List.of(new Kept(key, "1:0:east/a", "{}")), List.of(), "clock of " + i);
                System.out.println(key);
            }
        }
    }
}
