package io.counterweight.simulation.broken;

import io.counterweight.simulation.PlayedWorld;
import io.counterweight.simulation.explore.ExploredWorld;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.LongFunction;

/**
 * The product's classes and the simulation's once more, some of them broken: everything of {@code io.counterweight} is defined anew
 * here, so that nothing is bound to the sound ones. All else is shared.
 */
final class BrokenWorlds extends ClassLoader implements BrokenPlace {

    static {
        registerAsParallelCapable();
    }

    private static final String OURS = "io.counterweight.";

    private final SortedMap<String, byte[]> broken;

    BrokenWorlds(SortedMap<String, byte[]> broken) {
        super("broken", BrokenWorlds.class.getClassLoader());
        this.broken = broken;
    }

    @Override
    @SuppressWarnings("unchecked")
    public BiFunction<Long, String, String> random() {
        return (BiFunction<Long, String, String>) made(PlayedWorld.class);
    }

    @Override
    @SuppressWarnings("unchecked")
    public LongFunction<String> explored() {
        return (LongFunction<String>) made(ExploredWorld.class);
    }

    @Override
    public ClassLoader classes() {
        return this;
    }

    private Object made(Class<?> type) {
        try {
            return loadClass(type.getName()).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot play broken worlds", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = broken.containsKey(name) ? broken.get(name) : sound(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] sound(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
