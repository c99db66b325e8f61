package io.counterweight.simulation;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The parts of a record that any rule can see: whatever is not named here, so that a new part counts until somebody says why not. */
final class VisibleParts {

    /**
     * Words for people and what they see; numbers that only their own kind is compared with, in one life of one process; and what only the
     * rules of mass failure, of the shift budget and of headroom read, which nothing in a small world touches: its services are fewer, and
     * its policies name no such limit and no capacity.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "EngineState.alarms",
            "EngineState.demands",
            "Journaled.demands",
            "ServiceReport.demand",
            "EngineState.outline",
            "Plan.fence",
            "Disk.incarnation",
            "reason",
            "ageMillis",
            "agesMillis",
            "shiftAges",
            "Begun.series",
            "Counters.since",
            "VoteCounters.since");

    /** Counts of failures in a row that go on growing after they have been enough. */
    private static final Set<String> COUNTS = Set.of("VoteCounters.failures");

    private static final int ENOUGH = 8;

    private record Part(String name, MethodHandle read) {}

    private static final ClassValue<List<Part>> PARTS = new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
            return parts(type);
        }
    };

    private VisibleParts() {}

    /** Their values, in the order in which they are declared. */
    static List<Object> of(Record record) {
        List<Part> parts = PARTS.get(record.getClass());
        List<Object> values = new ArrayList<>(parts.size());
        for (Part part : parts) {
            Object read = read(part, record);
            boolean enough = COUNTS.contains(part.name) && read instanceof Integer count && count > ENOUGH;
            values.add(enough ? ENOUGH : read);
        }
        return values;
    }

    private static Object read(Part part, Record record) {
        try {
            return part.read.invoke(record);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("cannot read " + part.name, e);
        }
    }

    private static List<Part> parts(Class<?> type) {
        List<Part> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = type.getSimpleName() + "." + component.getName();
            if (!LEFT_OUT.contains(name) && !LEFT_OUT.contains(component.getName())) {
                parts.add(part(name, component));
            }
        }
        return List.copyOf(parts);
    }

    private static Part part(String name, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            MethodHandle read = MethodHandles.lookup().unreflect(component.getAccessor());
            return new Part(name, read.asType(MethodType.methodType(Object.class, Record.class)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }
}
