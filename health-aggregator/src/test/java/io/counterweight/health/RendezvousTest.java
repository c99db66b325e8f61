package io.counterweight.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.name.ControllerId;
import io.counterweight.rules.Rule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Rule("G4")
class RendezvousTest {
    private static final List<ControllerId> LIVE = IntStream.range(0, 5)
            .mapToObj(n -> ControllerId.parse("east/" + (char) ('a' + n)))
            .toList();
    private static final List<String> KEYS =
            IntStream.range(0, 2_000).mapToObj(n -> "shop/i" + n).toList();

    @Test
    void everyoneChoosesTheSameTwoWhateverTheOrder() {
        List<ControllerId> shuffled = new ArrayList<>(LIVE);
        Collections.shuffle(shuffled, new Random(1));
        for (String key : KEYS) {
            List<ControllerId> chosen = Rendezvous.chosen(key, LIVE, 2);
            assertEquals(2, Set.copyOf(chosen).size());
            assertEquals(chosen, Rendezvous.chosen(key, shuffled, 2));
        }
    }

    @Test
    void theWorkIsSpread() {
        for (ControllerId each : LIVE) {
            long mine = KEYS.stream()
                    .filter(key -> Rendezvous.chosen(key, LIVE, 2).contains(each))
                    .count();
            assertTrue(mine > 640 && mine < 960, () -> each + " probes " + mine + " of 2000, where 800 are its part");
        }
    }

    @Test
    void aDeathMovesOnlyWhatTheDeadProbed() {
        ControllerId dead = LIVE.get(2);
        List<ControllerId> left =
                LIVE.stream().filter(each -> !each.equals(dead)).toList();
        for (String key : KEYS) {
            Set<ControllerId> stay = new HashSet<>(Rendezvous.chosen(key, LIVE, 2));
            stay.remove(dead);
            assertTrue(Rendezvous.chosen(key, left, 2).containsAll(stay), key);
        }
    }

    @Test
    void whoIsAloneProbesEverything() {
        assertEquals(List.of(LIVE.getFirst()), Rendezvous.chosen("shop/i1", List.of(LIVE.getFirst()), 2));
    }
}
