package io.counterweight.engine.dependency;

import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ServiceName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The strongly connected components of a graph, callees before callers: R. Tarjan, "Depth-first search and linear graph algorithms",
 * 1972. Without recursion: a chain of services may be longer than a thread's stack.
 */
final class Components {

    /** A node whose callees are being visited. */
    private record Visit(ServiceName node, Iterator<ServiceName> left) {}

    private final SortedMap<ServiceName, SortedSet<ServiceName>> callees;
    private final Map<ServiceName, Integer> index = new HashMap<>();
    private final Map<ServiceName, Integer> lowest = new HashMap<>();
    private final Deque<ServiceName> open = new ArrayDeque<>();
    private final Set<ServiceName> isOpen = new HashSet<>();
    private final List<SortedSet<ServiceName>> found = new ArrayList<>();

    private Components(SortedMap<ServiceName, SortedSet<ServiceName>> callees) {
        this.callees = callees;
    }

    /**
     * Finds them.
     *
     * @param callees of every node; a node that needs nothing has an empty set
     */
    static List<SortedSet<ServiceName>> of(SortedMap<ServiceName, SortedSet<ServiceName>> callees) {
        Components components = new Components(callees);
        for (ServiceName node : callees.keySet()) {
            if (!components.index.containsKey(node)) {
                components.visitFrom(node);
            }
        }
        return components.found;
    }

    private void visitFrom(ServiceName start) {
        Deque<Visit> path = new ArrayDeque<>();
        path.push(enter(start));
        while (!path.isEmpty()) {
            Visit visit = path.element();
            if (visit.left.hasNext()) {
                ServiceName callee = visit.left.next();
                if (!index.containsKey(callee)) {
                    path.push(enter(callee));
                } else if (isOpen.contains(callee)) {
                    lower(visit.node, number(index, callee));
                }
            } else {
                path.pop();
                if (!path.isEmpty()) {
                    lower(path.element().node, number(lowest, visit.node));
                }
                close(visit.node);
            }
        }
    }

    private Visit enter(ServiceName node) {
        lowest.put(node, index.size());
        index.put(node, index.size());
        open.push(node);
        isOpen.add(node);
        return new Visit(
                node, callees.getOrDefault(node, Collections.emptySortedSet()).iterator());
    }

    private void lower(ServiceName node, int reached) {
        lowest.merge(node, reached, Math::min);
    }

    /** A node that reaches none above itself closes the component that it began. */
    private void close(ServiceName node) {
        if (number(lowest, node) != number(index, node)) {
            return;
        }
        SortedSet<ServiceName> component = new TreeSet<>();
        ServiceName member;
        do {
            member = open.pop();
            isOpen.remove(member);
            component.add(member);
        } while (!member.equals(node));
        found.add(Frozen.set(component));
    }

    private static int number(Map<ServiceName, Integer> numbers, ServiceName node) {
        return numbers.getOrDefault(node, Integer.MAX_VALUE);
    }
}
