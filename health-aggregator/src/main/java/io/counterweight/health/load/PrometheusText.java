package io.counterweight.health.load;

import io.counterweight.health.format.Line;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The series of one metric in Prometheus' text format, version 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats), which
 * OpenMetrics shares as far as it matters here. Lines of other metrics are not looked at; a wrong line of this one spoils all.
 */
final class PrometheusText {

    static final int MOST_SERIES = 1_000;

    private final String line;
    private int at;

    private PrometheusText(String line, int at) {
        this.line = line;
        this.at = at;
    }

    /** The values of the series that carry these labels, at least one, by what tells them apart. */
    static SortedMap<String, Double> series(String body, String metric, SortedMap<String, String> labels)
            throws InvalidMetrics {
        SortedMap<String, Double> series = new TreeMap<>();
        for (String line : (Iterable<String>) body.lines()::iterator) {
            if (speaksOf(line, metric)) {
                PrometheusText text = new PrometheusText(line, metric.length());
                SortedMap<String, String> carried = text.labels();
                double value = text.value();
                if (carried.entrySet().containsAll(labels.entrySet())
                        && series.put(carried.toString(), value) != null) {
                    throw text.wrong("is there twice");
                }
            }
            if (series.size() > MOST_SERIES) {
                throw new InvalidMetrics(metric + " has more than " + MOST_SERIES + " series: name labels");
            }
        }
        if (series.isEmpty()) {
            throw new InvalidMetrics("there is no series of " + metric + " with the labels " + labels);
        }
        return series;
    }

    private static boolean speaksOf(String line, String metric) {
        return line.startsWith(metric)
                && line.length() > metric.length()
                && " \t{".indexOf(line.charAt(metric.length())) >= 0;
    }

    private SortedMap<String, String> labels() throws InvalidMetrics {
        SortedMap<String, String> labels = new TreeMap<>();
        skipBlanks();
        if (!take('{')) {
            return labels;
        }
        skipBlanks();
        while (!take('}')) {
            String name = name();
            skipBlanks();
            must('=');
            skipBlanks();
            must('"');
            if (labels.put(name, quoted()) != null) {
                throw wrong("names a label twice");
            }
            skipBlanks();
            if (!take(',')) {
                must('}');
                return labels;
            }
            skipBlanks();
        }
        return labels;
    }

    private String name() throws InvalidMetrics {
        int from = at;
        while (at < line.length() && (Character.isLetterOrDigit(line.charAt(at)) || line.charAt(at) == '_')) {
            at++;
        }
        if (from == at) {
            throw wrong("has a label without a name");
        }
        return line.substring(from, at);
    }

    private String quoted() throws InvalidMetrics {
        StringBuilder text = new StringBuilder();
        while (!take('"')) {
            char next = next();
            text.append(next == '\\' ? escaped(next()) : next);
        }
        return text.toString();
    }

    private char escaped(char letter) throws InvalidMetrics {
        return switch (letter) {
            case 'n' -> '\n';
            case '"', '\\' -> letter;
            default -> throw wrong("has an escape that is none");
        };
    }

    /** The value; a time stamp and an exemplar may follow. */
    private double value() throws InvalidMetrics {
        skipBlanks();
        int from = at;
        while (at < line.length() && line.charAt(at) != ' ' && line.charAt(at) != '\t') {
            at++;
        }
        try {
            double value = Double.parseDouble(line.substring(from, at));
            if (value >= 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw wrong("has no value");
        }
        throw wrong("has a value below 0, or none that is finite");
    }

    private void skipBlanks() {
        while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
            at++;
        }
    }

    private boolean take(char wanted) {
        boolean there = at < line.length() && line.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void must(char wanted) throws InvalidMetrics {
        if (!take(wanted)) {
            throw wrong("lacks a " + wanted);
        }
    }

    private char next() throws InvalidMetrics {
        if (at == line.length()) {
            throw wrong("ends in a label");
        }
        return line.charAt(at++);
    }

    private InvalidMetrics wrong(String what) {
        return new InvalidMetrics("the line '" + Line.of(line) + "' " + what);
    }
}
