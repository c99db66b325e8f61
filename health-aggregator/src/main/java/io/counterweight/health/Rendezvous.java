package io.counterweight.health;

import io.counterweight.engine.name.ControllerId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Who probes what (rule G4): rendezvous hashing (Thaler and Ravishankar, 1998) over the live controllers of a datacenter, so that
 * a controller that comes or goes moves only what it probes itself.
 */
final class Rendezvous {

    private Rendezvous() {}

    /** The controllers that take this key, the first first. */
    static List<ControllerId> chosen(String key, Collection<ControllerId> live, int count) {
        return live.stream()
                .sorted(Comparator.comparingLong((ControllerId id) -> score(id + "|" + key))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .toList();
    }

    /** FNV-1a over the text, then SplitMix64's finalizer (Steele, Lea and Flood, 2014) to spread it. */
    private static long score(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }
}
