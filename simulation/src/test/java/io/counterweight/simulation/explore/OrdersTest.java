package io.counterweight.simulation.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdersTest {

    @Test
    void whereNobodySaysAnythingNewOneOrderIsEnough() {
        assertEquals(1, played(Set.of()));
    }

    /** Heard by nobody, by one, by the other, by both. */
    @Test
    void whoSaysSomethingNewComesBeforeEachOfTheOthersAndAfterIt() {
        assertEquals(4, played(Set.of("a")));
    }

    @Test
    void whereAllSaySomethingNewEveryOrderIsAnother() {
        assertEquals(6, played(Set.of("a", "b", "c")));
    }

    private static int played(Set<String> news) {
        Orders orders = new Orders(List.of("a", "b", "c"));
        int played = 0;
        for (Optional<List<String>> next = orders.next(); next.isPresent(); next = orders.next()) {
            orders.said(next.get(), news);
            played++;
        }
        return played;
    }
}
