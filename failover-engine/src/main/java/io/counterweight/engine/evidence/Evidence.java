package io.counterweight.engine.evidence;

import io.counterweight.engine.Settings;
import io.counterweight.engine.fact.Facts;
import io.counterweight.engine.fact.Held;
import io.counterweight.engine.fact.Report;
import io.counterweight.engine.fact.ReportStamp;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.EndpointName;
import io.counterweight.engine.name.ServiceName;
import io.counterweight.engine.name.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything that one reader has to judge by at one moment.
 *
 * @param own the reader's own report as it stands now; always fresh
 * @param sites the memories of every site, advanced to {@code now}
 * @param heard the sites ever heard in this topology (rule E3)
 * @param now milliseconds on the reader's monotonic clock
 * @param voices the reports that speak now, by site
 */
public record Evidence(
        Settings settings,
        Facts facts,
        Report own,
        Topology topology,
        SortedMap<Site, SiteMemory> sites,
        SortedSet<Site> heard,
        long now,
        SortedMap<Site, List<Report>> voices) {

    /** What a reader has to judge by, with the reports that speak at this moment. */
    public static Evidence at(
            Settings settings,
            Facts facts,
            Report own,
            Topology topology,
            SortedMap<Site, SiteMemory> sites,
            SortedSet<Site> heard,
            long now) {
        return new Evidence(settings, facts, own, topology, sites, heard, now, voices(facts, own, now));
    }

    /** The same with another report of the reader's own. */
    public Evidence with(Report newer) {
        return at(settings, facts, newer, topology, sites, heard, now);
    }

    private static SortedMap<Site, List<Report>> voices(Facts facts, Report own, long now) {
        SortedMap<Site, List<Report>> voices = new TreeMap<>();
        for (Held held : facts.reports().values()) {
            if (facts.fresh(held, now) && !held.report().writer().equals(own.writer())) {
                voices.computeIfAbsent(held.report().writer().site(), unseen -> new ArrayList<>())
                        .add(held.report());
            }
        }
        voices.computeIfAbsent(own.writer().site(), unseen -> new ArrayList<>()).add(own);
        return voices;
    }

    public ControllerId reader() {
        return own.writer();
    }

    public Site home() {
        return own.writer().site();
    }

    /** The reports of a site that speak now; the reader's own is as it stands. */
    public List<Report> speaking(Site site) {
        return voices.getOrDefault(site, List.of());
    }

    public boolean fresh(Site site) {
        return !speaking(site).isEmpty();
    }

    /** A site's last word on anything: what speaks now, else the copies that are held of it. */
    public List<Report> lastWord(Site site) {
        List<Report> speaking = speaking(site);
        return speaking.isEmpty() ? facts.of(site).stream().map(Held::report).toList() : speaking;
    }

    /** All reports that speak now, of every site in the topology. */
    public List<Report> allSpeaking() {
        List<Report> all = new ArrayList<>();
        voices.forEach((site, reports) -> {
            if (topology.votes(site)) {
                all.addAll(reports);
            }
        });
        return all;
    }

    public Optional<SiteMemory> memory(Site site) {
        return Optional.ofNullable(sites.get(site));
    }

    /** Whether a site has not been silent so long that it has left the electorates (rule E2). */
    public boolean votes(Site site) {
        long remembered = settings.electorateMemory().toMillis();
        return memory(site).map(known -> !known.goneFor(remembered, now)).orElse(false);
    }

    public SortedSet<Site> electorate(Site site) {
        return memory(site).map(SiteMemory::electorate).orElseGet(TreeSet::new);
    }

    /** Whether a report of this stamp was published no longer than one staleness bound ago. */
    public boolean publishedLately(ControllerId writer, ReportStamp stamp) {
        return facts.of(writer)
                .map(held -> writer.equals(reader())
                        ? held.publishedInThisLife(stamp, now, facts.stalenessMillis())
                        : held.published(stamp, now, facts.stalenessMillis()))
                .orElse(false);
    }

    /** Rule E5: every other site is silent, and so are most anchors. */
    public boolean isolated() {
        boolean othersSilent =
                topology.sites().stream().filter(site -> !site.equals(home())).noneMatch(this::fresh);
        return othersSilent && topology.sites().size() > 1 && own.self().mostAnchorsSilent();
    }

    /** The merged view of one service in one datacenter, by its own fresh word. */
    public DatacenterWord word(ServiceName service, Site datacenter, SortedSet<EndpointName> endpoints) {
        return DatacenterWord.of(speaking(datacenter), service, endpoints);
    }

    public static List<Report> speaking(Facts facts, Report own, Site site, long now) {
        List<Report> speaking = new ArrayList<>();
        for (Held held : facts.fresh(site, now)) {
            if (!held.report().writer().equals(own.writer())) {
                speaking.add(held.report());
            }
        }
        if (own.writer().site().equals(site)) {
            speaking.add(own);
        }
        return speaking;
    }
}
