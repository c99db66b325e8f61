package io.counterweight.engine.frozen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FrozenTest {
    private static final SortedMap<String, Integer> MAP = new TreeMap<>(Map.of("a", 1, "c", 3, "e", 5));
    private static final SortedSet<String> SET = new TreeSet<>(List.of("a", "c", "e"));

    @Test
    void aMapIsWhatItWasMadeFrom() {
        SortedMap<String, Integer> frozen = Frozen.map(MAP);
        assertEquals(MAP, frozen);
        assertEquals(frozen, MAP);
        assertEquals(MAP.hashCode(), frozen.hashCode());
        assertEquals(Frozen.map(new TreeMap<>(MAP)), frozen);
        assertEquals(3, frozen.get("c"));
        assertNull(frozen.get("b"));
        assertEquals(7, frozen.getOrDefault("f", 7));
        assertEquals(new ArrayList<>(MAP.keySet()), new ArrayList<>(frozen.keySet()));
        assertEquals(new ArrayList<>(MAP.values()), new ArrayList<>(frozen.values()));
        assertEquals(MAP.subMap("b", "e"), frozen.subMap("b", "e"));
        assertEquals(MAP.headMap("c"), frozen.headMap("c"));
        assertEquals(MAP.tailMap("c"), frozen.tailMap("c"));
        assertEquals("a", frozen.firstKey());
        assertEquals("e", frozen.lastKey());
    }

    @Test
    void aSetIsWhatItWasMadeFrom() {
        SortedSet<String> frozen = Frozen.set(SET);
        assertEquals(SET, frozen);
        assertEquals(frozen, SET);
        assertEquals(SET.hashCode(), frozen.hashCode());
        assertEquals(List.of("a", "c", "e"), frozen.stream().toList());
        assertEquals(SET.subSet("b", "e"), frozen.subSet("b", "e"));
        assertEquals(SET.headSet("c"), frozen.headSet("c"));
        assertEquals(SET.tailSet("c"), frozen.tailSet("c"));
        assertThrows(NoSuchElementException.class, () -> Frozen.set(List.<String>of())
                .first());
    }

    @Test
    void whatIsFrozenIsNotCopied() {
        SortedMap<String, Integer> frozen = Frozen.map(MAP);
        assertSame(frozen, Frozen.map(frozen));
        SortedSet<String> keys = Frozen.set(frozen.keySet());
        assertSame(keys, Frozen.set(keys));
    }

    @Test
    void nothingChangesIt() {
        SortedMap<String, Integer> source = new TreeMap<>(MAP);
        SortedMap<String, Integer> frozen = Frozen.map(source);
        source.put("b", 2);
        assertEquals(MAP, frozen);
        assertThrows(UnsupportedOperationException.class, () -> frozen.put("b", 2));
        assertThrows(UnsupportedOperationException.class, () -> frozen.remove("z"));
        assertThrows(UnsupportedOperationException.class, frozen::clear);
        assertThrows(UnsupportedOperationException.class, () -> frozen.keySet().remove("a"));
        assertThrows(UnsupportedOperationException.class, () -> frozen.values().clear());
        assertThrows(UnsupportedOperationException.class, () -> Frozen.set(SET).add("b"));
    }

    @Test
    void anotherEntryMakesAnotherMap() {
        SortedMap<String, Integer> frozen = Frozen.map(MAP);
        assertEquals(new TreeMap<>(Map.of("a", 1, "c", 4, "e", 5)), Frozen.with(frozen, "c", 4));
        assertEquals(new TreeMap<>(Map.of("a", 1, "b", 2, "c", 3, "e", 5)), Frozen.with(frozen, "b", 2));
        assertEquals(MAP, frozen);
    }
}
