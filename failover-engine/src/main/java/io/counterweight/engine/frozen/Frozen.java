package io.counterweight.engine.frozen;

import java.util.Collection;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Sorted maps and sets that never change, in the natural order of their keys. As {@link java.util.Map#copyOf}, but sorted: what is frozen
 * already is given back as it is. So a state that is carried along from decision to decision is neither copied nor compared again.
 */
public final class Frozen {
    private Frozen() {}

    /**
     * A map that never changes.
     *
     * @param map in natural order
     */
    public static <K, V> SortedMap<K, V> map(SortedMap<K, V> map) {
        return map instanceof FrozenMap<K, V> frozen ? frozen : FrozenMap.of(map);
    }

    /** The map with one entry more, or another one. */
    public static <K, V> SortedMap<K, V> with(SortedMap<K, V> map, K key, V value) {
        return FrozenMap.with(map, key, value);
    }

    /** A set that never changes, in natural order, of elements that are not null. */
    public static <E> SortedSet<E> set(Collection<E> elements) {
        return elements instanceof FrozenSet<E> frozen ? frozen : FrozenSet.of(elements);
    }
}
