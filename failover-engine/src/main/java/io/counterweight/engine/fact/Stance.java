package io.counterweight.engine.fact;

import io.counterweight.engine.name.Site;
import java.util.Optional;

/**
 * What a controller says of an exclusive service (rule E7): which datacenter its name server answers with, and which it wants to answer
 * with once nobody answers with another. A report without such a word agrees to nothing: its writer may answer as it likes.
 *
 * @param named the datacenter that is answered; empty while the answer is SERVFAIL
 * @param claimed the datacenter that it claims
 */
public record Stance(Optional<Site> named, Optional<Site> claimed) {

    /** Answers nothing, wants nothing. */
    public static Stance silent() {
        return new Stance(Optional.empty(), Optional.empty());
    }

    /** Whether it names and claims nothing but this datacenter. */
    public boolean leavesAloneWith(Site datacenter) {
        return named.map(datacenter::equals).orElse(true)
                && claimed.map(datacenter::equals).orElse(true);
    }
}
