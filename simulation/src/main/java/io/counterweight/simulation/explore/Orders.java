package io.counterweight.simulation.explore;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The orders in which the controllers may take their turns in one step, but for those that nobody could tell from one that was played:
 * whoever says nothing new may take its turn before or after a reader of its words (a partial-order reduction; Godefroid, 1996).
 */
final class Orders {

    private final List<List<String>> left;
    private final List<List<String>> played = new ArrayList<>();
    private final Set<String> speakers = new HashSet<>();

    /** The first of them is the usual one. */
    Orders(List<String> working) {
        this.left = new ArrayList<>(all(working));
    }

    /** One that differs from all that were played; empty when there is none. */
    Optional<List<String>> next() {
        Optional<List<String>> next = left.stream()
                .filter(order -> played.stream().noneMatch(other -> heard(other).equals(heard(order))))
                .findFirst();
        next.ifPresent(left::remove);
        return next;
    }

    /** Who said anything new when this one was played. */
    void said(List<String> order, Set<String> news) {
        played.add(order);
        speakers.addAll(news);
    }

    /** Who of those that say anything new is heard by whom in this very step. */
    private Set<String> heard(List<String> order) {
        Set<String> heard = new HashSet<>();
        for (int i = 0; i < order.size(); i++) {
            if (speakers.contains(order.get(i))) {
                for (String reader : order.subList(i + 1, order.size())) {
                    heard.add(order.get(i) + " " + reader);
                }
            }
        }
        return heard;
    }

    private static List<List<String>> all(List<String> members) {
        if (members.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> all = new ArrayList<>();
        for (String first : members) {
            List<String> rest = new ArrayList<>(members);
            rest.remove(first);
            for (List<String> order : all(rest)) {
                List<String> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                all.add(List.copyOf(whole));
            }
        }
        return all;
    }
}
