package io.counterweight.engine.frozen;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedSet;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A sorted set in an array. Safe for any thread. */
final class FrozenSet<E> extends AbstractSet<E> implements SortedSet<E> {
    private static final int SORTED =
            Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.IMMUTABLE | Spliterator.NONNULL;

    private final Object[] elements;

    /** Takes the array, which is in order and is not changed any more. */
    FrozenSet(Object[] elements) {
        this.elements = elements;
    }

    static <E> FrozenSet<E> of(Collection<E> elements) {
        SortedSet<E> sorted = elements instanceof SortedSet<E> already ? already : new TreeSet<>(elements);
        Object[] array = sorted.toArray();
        for (Object each : array) {
            Objects.requireNonNull(each);
        }
        return new FrozenSet<>(array);
    }

    /** Where a key is, or below 0. */
    @SuppressWarnings("unchecked")
    static int index(Object[] sorted, Object key) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Object there = sorted[middle];
            int order = there == key ? 0 : ((Comparable<Object>) there).compareTo(key);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return -1;
    }

    @SuppressWarnings("unchecked")
    private E at(int index) {
        if (index < 0 || index >= elements.length) {
            throw new NoSuchElementException();
        }
        return (E) elements[index];
    }

    @Override
    public int size() {
        return elements.length;
    }

    @Override
    public boolean contains(@Nullable Object element) {
        return index(elements, Objects.requireNonNull(element)) >= 0;
    }

    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < elements.length;
            }

            @Override
            public E next() {
                return at(next++);
            }
        };
    }

    @Override
    public void forEach(Consumer<? super E> action) {
        for (int i = 0; i < elements.length; i++) {
            action.accept(at(i));
        }
    }

    @Override
    public Spliterator<E> spliterator() {
        return Spliterators.spliterator(elements, SORTED);
    }

    @Override
    public Object[] toArray() {
        return Arrays.copyOf(elements, elements.length, Object[].class);
    }

    @Override
    public @Nullable Comparator<? super E> comparator() {
        return null;
    }

    @Override
    public SortedSet<E> subSet(E from, E to) {
        return Frozen.set(new TreeSet<>(this).subSet(from, to));
    }

    @Override
    public SortedSet<E> headSet(E to) {
        return Frozen.set(new TreeSet<>(this).headSet(to));
    }

    @Override
    public SortedSet<E> tailSet(E from) {
        return Frozen.set(new TreeSet<>(this).tailSet(from));
    }

    @Override
    public E first() {
        return at(0);
    }

    @Override
    public E last() {
        return at(elements.length - 1);
    }

    @Override
    public boolean remove(@Nullable Object element) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeIf(Predicate<? super E> filter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean removeAll(Collection<?> others) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean retainAll(Collection<?> others) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void clear() {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FrozenSet<?> frozen ? Arrays.equals(elements, frozen.elements) : super.equals(other);
    }

    @Override
    public int hashCode() {
        return super.hashCode();
    }
}
