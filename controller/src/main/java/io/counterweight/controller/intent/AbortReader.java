package io.counterweight.controller.intent;

import io.counterweight.engine.intent.Abort;
import java.util.OptionalDouble;

/** Reads what takes a return back a step: every limit may be left out. */
final class AbortReader {

    private AbortReader() {}

    /** {@code capacities}: the policy says what its datacenters can carry. */
    static Abort read(Fields fields, boolean capacities) {
        fields.only("offered", "load", "errors");
        if (fields.has("load") && !capacities) {
            throw new InvalidIntent(
                    fields.at("load"),
                    "is a part of the capacity, which no datacenter of the policy names: name that first");
        }
        return new Abort(limit(fields, "offered"), limit(fields, "load"), limit(fields, "errors"));
    }

    private static OptionalDouble limit(Fields fields, String name) {
        if (!fields.has(name)) {
            return OptionalDouble.empty();
        }
        double limit = fields.share(name, 0);
        if (limit == 0) {
            throw new InvalidIntent(fields.at(name), "is 0, which is no limit: leave it out, or put it above 0");
        }
        return OptionalDouble.of(limit);
    }
}
