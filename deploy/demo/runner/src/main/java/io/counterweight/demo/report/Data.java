package io.counterweight.demo.report;

import io.counterweight.demo.scenario.Outcome;
import io.counterweight.demo.scenario.Recorder;
import io.counterweight.demo.traffic.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The demo as data.
 *
 * @param samples one controller's word at a time: the weights in thousandths, the conclusions in words, and the signals behind them
 * @param clients what users met, second by second
 */
public record Data(
        Map<String, String> machine, boolean held, List<Outcome> steps, List<Point> samples, List<Second> clients) {

    /** What was said at one moment. */
    public record Point(
            long atMillis,
            String controller,
            Map<String, Map<String, Integer>> weights,
            Map<String, Map<String, String>> conditions,
            Map<String, Map<String, String>> endpoints,
            Map<String, Map<String, Double>> pushed) {}

    /** One second of users: served by datacenter, and failed. */
    public record Second(long second, String service, Map<String, Integer> served, int failed) {}

    public static Data of(long zeroNanos, List<Outcome> steps, List<Recorder.Sample> samples, List<Request> requests) {
        List<Point> points = new ArrayList<>();
        for (Recorder.Sample sample : samples) {
            points.add(new Point(
                    millis(zeroNanos, sample.atNanos()),
                    sample.controller(),
                    sample.weights(),
                    sample.conditions(),
                    sample.endpoints(),
                    sample.pushed()));
        }
        return new Data(
                Machine.facts(),
                !steps.isEmpty() && steps.stream().allMatch(Outcome::held),
                steps,
                points,
                seconds(zeroNanos, requests));
    }

    private static long millis(long zeroNanos, long nanos) {
        return (nanos - zeroNanos) / 1_000_000;
    }

    /** What the process says at its end: 0 when every expectation held. */
    public int exitStatus() {
        return held ? 0 : 1;
    }

    private static List<Second> seconds(long zeroNanos, List<Request> requests) {
        Map<String, List<Request>> groups = new TreeMap<>();
        for (Request each : requests) {
            groups.computeIfAbsent(
                            "%08d %s".formatted(millis(zeroNanos, each.atNanos()) / 1000, each.service()),
                            key -> new ArrayList<>())
                    .add(each);
        }
        List<Second> seconds = new ArrayList<>();
        groups.forEach((key, group) -> {
            Map<String, Integer> served = new TreeMap<>();
            group.stream()
                    .filter(each -> !each.failed())
                    .forEach(each -> served.merge(each.datacenter(), 1, Integer::sum));
            seconds.add(new Second(Long.parseLong(key.substring(0, 8)), key.substring(9), served, (int)
                    group.stream().filter(Request::failed).count()));
        });
        return seconds;
    }
}
