package io.counterweight.controller.intent;

import io.counterweight.engine.intent.Abort;
import java.util.OptionalDouble;

/** Reads what takes a return back a step: every limit may be left out. */
final class AbortReader {

    private AbortReader() {}

    static Abort read(Fields fields) {
        fields.only("offered");
        return new Abort(limit(fields, "offered"));
    }

    private static OptionalDouble limit(Fields fields, String name) {
        if (!fields.has(name)) {
            return OptionalDouble.empty();
        }
        double limit = fields.share(name, 0);
        if (limit == 0) {
            throw new InvalidIntent(fields.at(name), "is 0, which nothing crosses: leave it out, or put it above 0");
        }
        return OptionalDouble.of(limit);
    }
}
