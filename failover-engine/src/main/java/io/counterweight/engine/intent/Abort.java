package io.counterweight.engine.intent;

import java.util.OptionalDouble;

/**
 * What takes a return back a step (rule W3). A limit that is empty is none.
 *
 * @param offered the least part of its capacity that the datacenter must offer, above 0 to 1
 * @param load the largest part of the declared capacity that it may carry, above 0
 * @param errors the largest part of its requests that may fail, above 0 to 1
 */
public record Abort(OptionalDouble offered, OptionalDouble load, OptionalDouble errors) {

    public static Abort never() {
        return new Abort(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());
    }

    /** Whether there is any limit at all. */
    public boolean watches() {
        return offered.isPresent() || load.isPresent() || errors.isPresent();
    }
}
