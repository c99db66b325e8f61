package io.counterweight.simulation;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.name.ControllerId;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All that the next steps of a world depend on, without what a shift of all clocks and sequences changes: two moments of one snapshot
 * go on alike. Every field of every object that belongs to a controller is read, so that what is added to one is a part of it too.
 * Times are told from now, sequences from their writer's last one, and what is older than anything remembers is old.
 */
final class Snapshot {
    private static final List<Class<?>> PLAIN = List.of(
            String.class,
            Integer.class,
            Double.class,
            Boolean.class,
            Character.class,
            AtomicBoolean.class,
            AtomicInteger.class,
            AtomicLong.class,
            java.time.Duration.class);

    /** What is around a controller, and not of it. */
    private static final List<Class<?>> AROUND = List.of(Cluster.class, Node.class, Coverage.class);

    private static final Pattern AGES = Pattern.compile("age(s?)Millis|shiftAges");

    /** An actuator's, which is no part of any machine. */
    private static final String WORLD_TIME = "honestSince";

    private final Map<ControllerId, ReportStamp> lastSaid = new HashMap<>();
    private final IdentityHashMap<Object, Integer> seen = new IdentityHashMap<>();
    private final List<Object> told = new ArrayList<>();
    private final long memoryMillis;
    private final long worldNow;
    private long now;
    private boolean ages;
    private @Nullable ControllerId speaker;

    private Snapshot(long worldNow, long memoryMillis) {
        this.worldNow = worldNow;
        this.memoryMillis = memoryMillis;
    }

    /**
     * Of a cluster in which everybody runs.
     *
     * @param memoryMillis longer than anything remembers
     */
    static List<Object> of(Cluster cluster, long memoryMillis) {
        Snapshot print = new Snapshot(cluster.now(), memoryMillis);
        for (Node node : cluster.nodes()) {
            print.lastSaid.put(node.id, node.controller().state().stamp());
        }
        print.told.add(cluster.pace());
        for (Node node : cluster.nodes()) {
            print.now = node.monotonic();
            print.speaker = node.id;
            print.told.add(node.wallError);
            print.fields(node.controller());
            cluster.mail().waiting(node, (dueIn, letter) -> {
                print.told.add(dueIn);
                print.read(letter);
            });
        }
        return print.told;
    }

    private void read(@Nullable Object value) {
        switch (value) {
            case null -> told.add("null");
            case Long number -> number(number);
            case Enum<?> constant -> told.add(constant);
            case ReportStamp stamp -> stamp(stamp);
            case OptionalLong number -> number.ifPresentOrElse(this::number, () -> told.add("none"));
            case OptionalInt number -> told.add(number);
            case OptionalDouble number -> told.add(number);
            case Optional<?> held -> read(held.orElse(null));
            case Map<?, ?> map -> map(map);
            case Collection<?> all -> {
                told.add(all.size());
                all.forEach(this::read);
            }
            default -> object(value);
        }
    }

    private void object(Object value) {
        Class<?> type = value.getClass();
        if (PLAIN.contains(type)) {
            told.add(value.toString());
        } else if (type.isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                read(Array.get(value, i));
            }
        } else if (type.getPackageName().startsWith("io.counterweight")) {
            ours(value, type);
        } else {
            throw new IllegalStateException("cannot see into a " + type);
        }
    }

    /** A function has no state of its own. */
    private void ours(Object value, Class<?> type) {
        if (type.isHidden() || AROUND.contains(type)) {
            return;
        }
        if (type.isRecord()) {
            fields(value);
            return;
        }
        Integer before = seen.putIfAbsent(value, seen.size());
        told.add(before == null ? type.getName() : before);
        if (before == null) {
            fields(value);
        }
    }

    private void fields(Object value) {
        ControllerId outer = speaker;
        speaker = switch (value) {
            case Report report -> report.writer();
            case Held held -> held.report().writer();
            case Echo echo -> echo.controller();
            default -> outer;
        };
        for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field(value, field);
                }
            }
        }
        speaker = outer;
    }

    private void field(Object of, Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(of);
            ages = AGES.matcher(field.getName()).matches();
            if (value instanceof Long since && field.getName().equals(WORLD_TIME)) {
                told.add(Math.min(memoryMillis, worldNow - since));
            } else {
                read(value);
            }
            ages = false;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
        }
    }

    private void map(Map<?, ?> map) {
        told.add(map.size());
        ControllerId outer = speaker;
        map.forEach((key, value) -> {
            read(key);
            speaker = key instanceof ControllerId controller ? controller : outer;
            read(value);
        });
        speaker = outer;
    }

    /** What no clock of a machine shows before it runs for an age is no time. */
    private void number(long number) {
        if (number < Node.CLOCKS_BEGIN) {
            told.add(ages ? Math.min(memoryMillis, number) : number);
        } else if (now - number > memoryMillis) {
            told.add("old");
        } else {
            told.add("now");
            told.add(number - now);
        }
    }

    private void stamp(ReportStamp stamp) {
        ReportStamp last = lastSaid.get(speaker);
        if (last != null && last.incarnation() == stamp.incarnation()) {
            told.add(0);
            told.add(stamp.sequence() - last.sequence());
        } else {
            told.add(stamp.incarnation());
            told.add(stamp.sequence());
        }
    }
}
