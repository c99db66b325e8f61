package io.counterweight.engine.evidence;

import io.counterweight.engine.fact.Echo;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.fact.Vote;
import io.counterweight.engine.fact.Vote.Result;
import io.counterweight.engine.frozen.Frozen;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The votes of an electorate on one service in one datacenter (rule E1). Who came back after the electorate was frozen does not
 * belong to it, and cannot make it conclude loss; but that it is served counts: a datacenter that anybody reaches is not lost.
 *
 * @param counted the votes that count, by vantage
 * @param seen every vote that was stated by a fresh vantage, counted or not
 * @param reasons of the votes that count, by vantage, in words for a person
 * @param electorate who may vote
 */
public record Ballot(
        SortedMap<Site, Result> counted,
        SortedMap<Site, Result> seen,
        SortedMap<Site, String> reasons,
        SortedSet<Site> electorate) {
    private static final int LONGEST_REASON = 80;

    public Ballot {
        counted = Frozen.map(counted);
        seen = Frozen.map(seen);
        reasons = Frozen.map(reasons);
    }

    public static Ballot on(Evidence evidence, ServiceName service, Site datacenter) {
        SortedMap<Site, Result> counted = new TreeMap<>();
        SortedMap<Site, Result> seen = new TreeMap<>();
        SortedMap<Site, String> reasons = new TreeMap<>();
        SortedSet<Site> electorate = evidence.electorate(datacenter);
        for (Site vantage : evidence.topology().sites()) {
            if (vantage.equals(datacenter)) {
                continue;
            }
            for (Report report : evidence.speaking(vantage)) {
                Vote vote = report.of(service).seen().votes().get(datacenter);
                if (vote == null || report.self().abstaining()) {
                    continue;
                }
                seen.merge(vantage, vote.result(), Ballot::better);
                boolean elector = electorate.contains(vantage) || vote.result() == Result.SERVED;
                if (elector
                        && counts(evidence, report, vote, datacenter)
                        && counted.merge(vantage, vote.result(), Ballot::better) == vote.result()) {
                    reasons.put(vantage, vote.reason());
                }
            }
        }
        return new Ballot(counted, seen, reasons, electorate);
    }

    public long served() {
        return count(Result.SERVED);
    }

    public long notServed() {
        return counted.size() - served();
    }

    public int quorum() {
        return electorate.size() / 2 + 1;
    }

    public boolean hasQuorum() {
        return !electorate.isEmpty() && counted.size() >= quorum();
    }

    /** The votes in words: "west served, witness missing". */
    public String words() {
        SortedSet<Site> voters = new TreeSet<>(electorate);
        voters.addAll(counted.keySet());
        if (voters.isEmpty()) {
            return "nobody outside votes";
        }
        return String.join(
                ", ", voters.stream().map(site -> site + " " + word(site)).toList());
    }

    private String word(Site vantage) {
        Result result = counted.get(vantage);
        if (result != null) {
            return word(result) + why(vantage, result);
        }
        Result uncounted = seen.get(vantage);
        return uncounted == null || uncounted == Result.ABSTAINS ? "missing" : word(uncounted) + " (not counted)";
    }

    private String why(Site vantage, Result result) {
        String reason = reasons.getOrDefault(vantage, "");
        if (result == Result.SERVED || reason.isEmpty()) {
            return "";
        }
        return " (" + (reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "...") + ")";
    }

    private static String word(Result result) {
        return switch (result) {
            case SERVED -> "served";
            case REFUSED -> "refused";
            case UNREACHABLE -> "unreachable";
            case ABSTAINS -> "abstains";
        };
    }

    private long count(Result result) {
        return counted.values().stream().filter(result::equals).count();
    }

    private static Result better(Result one, Result other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static boolean counts(Evidence evidence, Report report, Vote vote, Site datacenter) {
        if (vote.result() == Result.ABSTAINS) {
            return false;
        }
        if (vote.result() == Result.SERVED) {
            return true;
        }
        if (report.self().wordWithdrawn()) {
            return false;
        }
        return vote.everServed() && (!evidence.fresh(datacenter) || hearsIt(evidence, report, vote, datacenter));
    }

    /** Against a fresh datacenter a voter must hear it; at that datacenter, its probe must have begun after it heard. */
    private static boolean hearsIt(Evidence evidence, Report report, Vote vote, Site datacenter) {
        if (evidence.home().equals(datacenter)) {
            return vote.begunAfter().filter(echo -> lately(evidence, echo)).isPresent();
        }
        for (Map.Entry<ControllerId, ReportStamp> echo : report.echoes().entrySet()) {
            if (echo.getKey().site().equals(datacenter) && evidence.publishedLately(echo.getKey(), echo.getValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean lately(Evidence evidence, Echo echo) {
        return evidence.publishedLately(echo.controller(), echo.stamp());
    }
}
