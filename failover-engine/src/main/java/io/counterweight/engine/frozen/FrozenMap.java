package io.counterweight.engine.frozen;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A sorted map in two arrays. Safe for any thread. */
final class FrozenMap<K, V> extends AbstractMap<K, V> implements SortedMap<K, V> {
    private final Object[] keys;
    private final Object[] values;

    private FrozenMap(Object[] keys, Object[] values) {
        this.keys = keys;
        this.values = values;
    }

    static <K, V> FrozenMap<K, V> of(SortedMap<K, V> map) {
        Object[] keys = new Object[map.size()];
        Object[] values = new Object[keys.length];
        int[] next = {0};
        map.forEach((key, value) -> {
            keys[next[0]] = key;
            values[next[0]++] = value;
        });
        return new FrozenMap<>(keys, values);
    }

    static <K, V> FrozenMap<K, V> with(SortedMap<K, V> map, K key, V value) {
        int index = map instanceof FrozenMap<K, V> frozen ? FrozenSet.index(frozen.keys, key) : -1;
        if (index >= 0 && map instanceof FrozenMap<K, V> frozen) {
            Object[] values = frozen.values.clone();
            values[index] = value;
            return new FrozenMap<>(frozen.keys, values);
        }
        SortedMap<K, V> more = new TreeMap<>(map);
        more.put(key, value);
        return of(more);
    }

    @SuppressWarnings("unchecked")
    private K key(int index) {
        if (index < 0 || index >= keys.length) {
            throw new NoSuchElementException();
        }
        return (K) keys[index];
    }

    @SuppressWarnings("unchecked")
    private V value(int index) {
        return (V) values[index];
    }

    @Override
    public int size() {
        return keys.length;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        int index = FrozenSet.index(keys, Objects.requireNonNull(key));
        return index < 0 ? null : value(index);
    }

    @Override
    public V getOrDefault(@Nullable Object key, V otherwise) {
        int index = FrozenSet.index(keys, Objects.requireNonNull(key));
        return index < 0 ? otherwise : value(index);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return FrozenSet.index(keys, Objects.requireNonNull(key)) >= 0;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        for (int i = 0; i < keys.length; i++) {
            action.accept(key(i), value(i));
        }
    }

    @Override
    public Set<K> keySet() {
        return new FrozenSet<>(keys);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Collection<V> values() {
        return (List<V>) Collections.unmodifiableList(Arrays.asList(values));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<K, V>> {
        @Override
        public int size() {
            return keys.length;
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < keys.length;
                }

                @Override
                public Map.Entry<K, V> next() {
                    K key = key(next);
                    return new SimpleImmutableEntry<>(key, value(next++));
                }
            };
        }
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public SortedMap<K, V> subMap(K from, K to) {
        return Frozen.map(new TreeMap<>(this).subMap(from, to));
    }

    @Override
    public SortedMap<K, V> headMap(K to) {
        return Frozen.map(new TreeMap<>(this).headMap(to));
    }

    @Override
    public SortedMap<K, V> tailMap(K from) {
        return Frozen.map(new TreeMap<>(this).tailMap(from));
    }

    @Override
    public K firstKey() {
        return key(0);
    }

    @Override
    public K lastKey() {
        return key(keys.length - 1);
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FrozenMap<?, ?> frozen
                ? Arrays.equals(keys, frozen.keys) && Arrays.equals(values, frozen.values)
                : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
