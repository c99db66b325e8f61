package io.counterweight.controller.intent;

import io.counterweight.engine.intent.LoadSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the part of a policy that says where a datacenter's load is read. */
final class LoadSourceReader {
    private static final int MOST_URLS = 16;
    private static final int MOST_LABELS = 16;
    private static final Duration USUAL = Duration.ofSeconds(5);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Pattern METRIC = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

    private LoadSourceReader() {}

    static Optional<LoadSource> read(Fields place) {
        if (!place.has("load")) {
            return Optional.empty();
        }
        Fields fields = place.object("load").only("urls", "metric", "labels", "kind", "interval");
        List<String> urls = fields.texts("urls", MOST_URLS);
        if (urls.isEmpty()) {
            throw new InvalidIntent(
                    fields.at("urls"),
                    "is empty: name where metrics are read, such as \"http://10.1.0.21:9100/metrics\"");
        }
        urls.forEach(url -> CalledUrl.METRICS.check(fields.at("urls"), url));
        String metric = fields.text("metric");
        if (!METRIC.matcher(metric).matches()) {
            throw new InvalidIntent(fields.at("metric"), "'" + Fields.shortened(metric) + "' is no name of a metric");
        }
        return Optional.of(new LoadSource(
                urls,
                metric,
                labels(fields.object("labels")),
                fields.word("kind", LoadSource.Kind.class, LoadSource.Kind.COUNTER),
                fields.time("interval", USUAL, SHORTEST, LONGEST)));
    }

    private static SortedMap<String, String> labels(Fields fields) {
        SortedMap<String, String> labels = new TreeMap<>();
        fields.names().forEach(name -> labels.put(name, fields.text(name)));
        if (labels.size() > MOST_LABELS) {
            throw new InvalidIntent(fields.path(), "has more than " + MOST_LABELS + " entries: use fewer");
        }
        return labels;
    }
}
