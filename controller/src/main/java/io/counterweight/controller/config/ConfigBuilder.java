package io.counterweight.controller.config;

import static io.counterweight.controller.config.Values.address;
import static io.counterweight.controller.config.Values.addresses;
import static io.counterweight.controller.config.Values.atLeast;
import static io.counterweight.controller.config.Values.existing;
import static io.counterweight.controller.config.Values.literal;
import static io.counterweight.controller.config.Values.named;
import static io.counterweight.controller.config.Values.need;
import static io.counterweight.controller.config.Values.or;
import static io.counterweight.controller.config.Values.texts;
import static io.counterweight.controller.config.Values.time;

import io.counterweight.controller.config.ConfigFile.DnsSection;
import io.counterweight.controller.config.ConfigFile.GossipSection;
import io.counterweight.controller.config.ConfigFile.ProbesSection;
import io.counterweight.controller.config.ConfigFile.RateLimitSection;
import io.counterweight.controller.config.ConfigFile.SoaSection;
import io.counterweight.controller.config.ConfigFile.TimingSection;
import io.counterweight.controller.config.ControllerConfig.Address;
import io.counterweight.dns.DnsConfig;
import io.counterweight.dns.DnsLimits;
import io.counterweight.dns.GeoConfig;
import io.counterweight.dns.Prefix;
import io.counterweight.dns.Soa;
import io.counterweight.engine.Settings;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import io.counterweight.health.HealthSettings;
import io.counterweight.health.probe.ProbeLimits;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** From the file as it was written to the configuration, checked and with every default filled in. */
final class ConfigBuilder {
    private static final long LEAST_JOURNAL_BYTES = 1 << 20;
    private static final long JOURNAL_BYTES = 1L << 30;
    private static final long LEAST_RECORDING_BYTES = 4 << 20;
    private static final ConfigFile.RecordingSection RECORDED = new ConfigFile.RecordingSection(null, null);
    private static final Duration JOURNAL_KEPT = Duration.ofDays(30);
    private static final Duration REPORT_EVERY = Duration.ofMillis(250);
    private static final Duration FIRST_ROUND = Duration.ofSeconds(5);
    private static final Duration ANCHOR_INTERVAL = Duration.ofSeconds(1);
    private static final Duration ANCHOR_ANSWERS_WITHIN = Duration.ofSeconds(3);
    private static final int PROBERS = 2;
    private static final TimingSection ALL_DEFAULTS = new TimingSection(null, null, null, null, null, null, null);

    private final Path base;

    /** Relative paths begin here. */
    ConfigBuilder(Path base) {
        this.base = base;
    }

    ControllerConfig build(ConfigFile file) {
        ConfigFile.ControllerSection who = need("controller", file.controller());
        Site home = named("controller.site", who.site(), Site::of);
        ControllerId self = named("controller.name", who.name(), name -> new ControllerId(home, name));
        Topology topology = topology(need("topology", file.topology()));
        if (!topology.votes(home)) {
            throw new IllegalArgumentException("controller.site '" + home
                    + "' is neither in topology.datacenters nor in topology.witnesses: add it to one of them");
        }
        TimingSection timing = or(file.timing(), ALL_DEFAULTS);
        Settings settings = settings(timing);
        return new ControllerConfig(
                self,
                topology,
                gossip(need("gossip", file.gossip()), home),
                Optional.ofNullable(file.dns()).map(this::dns),
                api(need("api", file.api())),
                health(need("probes", file.probes()), timing, settings),
                journal(need("journal", file.journal())),
                settings,
                reportEvery(timing, settings),
                time("timing.firstRound", timing.firstRound(), FIRST_ROUND));
    }

    private static Topology topology(ConfigFile.TopologySection section) {
        List<String> datacenters = need("topology.datacenters", section.datacenters());
        if (datacenters.isEmpty()) {
            throw new IllegalArgumentException(
                    "topology.datacenters is empty: name the datacenters that serve traffic");
        }
        SortedSet<Site> serving = sites("topology.datacenters", datacenters);
        SortedSet<Site> witnesses = sites("topology.witnesses", section.witnesses());
        for (Site witness : witnesses) {
            if (serving.contains(witness)) {
                throw new IllegalArgumentException("topology.witnesses names '" + witness
                        + "', which topology.datacenters names too: take it out of one of them");
            }
        }
        return new Topology(0, serving, witnesses);
    }

    private static SortedSet<Site> sites(String field, @Nullable List<String> names) {
        return texts(field, names).stream()
                .map(name -> named(field, name, Site::of))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private ControllerConfig.Gossip gossip(GossipSection section, Site home) {
        SortedMap<Site, List<Address>> peers = new TreeMap<>();
        or(section.peers(), new TreeMap<String, List<String>>()).forEach((site, links) -> {
            String field = "gossip.peers." + site;
            if (need(field, links).isEmpty()) {
                throw new IllegalArgumentException(
                        field + " is empty: name the gossip.link of one or more of its controllers");
            }
            peers.put(named("gossip.peers", site, Site::of), addresses(field, links));
        });
        if (peers.containsKey(home)) {
            throw new IllegalArgumentException("gossip.peers names " + home
                    + ", which is this controller's own site: put its controllers into gossip.members");
        }
        Address listen = address("gossip.listen", section.listen());
        Path identity = existing(base, "gossip.identity", section.identity());
        Path passwordFile = existing(base, "gossip.passwordFile", section.passwordFile());
        Path authority = existing(base, "gossip.authority", section.authority());
        KeyFiles.check(identity, passwordFile, authority);
        return new ControllerConfig.Gossip(
                listen,
                section.members() == null ? List.of(listen) : addresses("gossip.members", section.members()),
                address("gossip.link", section.link()),
                source("gossip.source", section.source()),
                peers,
                identity,
                passwordFile,
                authority);
    }

    private static Optional<String> source(String field, @Nullable String text) {
        return Optional.ofNullable(text).map(address -> literal(field, address).getHostAddress());
    }

    private DnsConfig dns(DnsSection section) {
        List<Address> listen = addresses("dns.listen", need("dns.listen", section.listen()));
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("dns.listen is empty: name an address and port to answer on");
        }
        String zone = need("dns.zone", section.zone());
        return new DnsConfig(
                listen.stream()
                        .map(each -> new InetSocketAddress(literal("dns.listen", each.host()), each.port()))
                        .toList(),
                DnsConfig.zone(zone),
                need("dns.nameservers", section.nameservers()),
                soa(section, zone),
                texts("dns.records", section.records()),
                or(section.threads(), 1),
                limits(section),
                Optional.ofNullable(section.geo()).map(this::geo));
    }

    private GeoConfig geo(ConfigFile.GeoSection section) {
        Path path = existing(base, "dns.geo.file", section.file());
        SortedMap<Region, List<String>> codes = new TreeMap<>();
        need("dns.geo.regions", section.regions())
                .forEach((region, own) -> codes.put(named("dns.geo.regions", region, Region::of), own));
        return GeoConfig.of(path, codes);
    }

    private static Soa soa(DnsSection section, String zone) {
        Soa base = Soa.defaults(DnsConfig.absolute("dns.hostmaster", or(section.hostmaster(), "hostmaster." + zone)));
        SoaSection soa = or(section.soa(), new SoaSection(null, null, null, null, null));
        return new Soa(
                Optional.ofNullable(soa.primary()),
                base.hostmaster(),
                time("dns.soa.refresh", soa.refresh(), base.refresh()),
                time("dns.soa.retry", soa.retry(), base.retry()),
                time("dns.soa.expire", soa.expire(), base.expire()),
                time("dns.soa.minimum", soa.minimum(), base.minimum()));
    }

    private static DnsLimits limits(DnsSection section) {
        DnsLimits base = DnsLimits.defaults();
        RateLimitSection rate = or(section.rateLimit(), new RateLimitSection(null, null, null));
        Duration idle = time("dns.tcpIdle", section.tcpIdle(), Duration.ofMillis(base.tcpIdleMillis()));
        return new DnsLimits(
                atLeast(0, "dns.rateLimit.responsesPerSecond", rate.responsesPerSecond(), base.responsesPerSecond()),
                atLeast(0, "dns.rateLimit.slip", rate.slip(), base.slip()),
                texts("dns.rateLimit.exempt", rate.exempt()).stream()
                        .map(prefix -> named("dns.rateLimit.exempt", prefix, Prefix::parse))
                        .toList(),
                atLeast(1, "dns.tcpConnections", section.tcpConnections(), base.tcpConnections()),
                Math.toIntExact(Math.min(idle.toMillis(), Integer.MAX_VALUE)));
    }

    private ControllerConfig.Api api(ConfigFile.ApiSection section) {
        Address listen = address("api.listen", section.listen());
        Optional<Path> tokens = Optional.ofNullable(section.tokens()).map(text -> existing(base, "api.tokens", text));
        ControllerConfig.Api api = new ControllerConfig.Api(listen, tokens);
        if (tokens.isEmpty() && !api.loopback()) {
            throw new IllegalArgumentException("api.listen is " + listen
                    + ", which others can reach, but api.tokens names no file: name one, or listen on loopback");
        }
        return api;
    }

    private static HealthSettings health(ProbesSection section, TimingSection timing, Settings settings) {
        ProbeLimits base = ProbeLimits.defaults();
        Duration interval = time("timing.anchorInterval", timing.anchorInterval(), ANCHOR_INTERVAL);
        return new HealthSettings(
                source("probes.source", section.source()),
                peers("probes.anchors", section.anchors()),
                peers("probes.controlTargets", section.controlTargets()),
                or(section.probersPerEndpoint(), PROBERS),
                interval,
                answersWithin(timing, interval),
                settings.staleness(),
                new ProbeLimits(
                        atLeast(1, "probes.perSecond", section.perSecond(), base.perSecond()),
                        atLeast(1, "probes.concurrent", section.concurrent(), base.concurrent()),
                        base.overlap(),
                        atLeast(1024, "probes.bodyBytes", section.bodyBytes(), base.bodyBytes())));
    }

    private static Duration answersWithin(TimingSection timing, Duration interval) {
        Duration within = time("timing.anchorAnswersWithin", timing.anchorAnswersWithin(), ANCHOR_ANSWERS_WITHIN);
        if (interval.multipliedBy(2).compareTo(within) > 0) {
            throw new IllegalArgumentException("timing.anchorAnswersWithin " + Times.words(within)
                    + " must be at least twice timing.anchorInterval " + Times.words(interval)
                    + ": else one answer that is late makes an anchor silent");
        }
        return within;
    }

    private static List<HealthSettings.Peer> peers(String field, @Nullable List<String> texts) {
        return addresses(field, texts).stream()
                .map(each -> new HealthSettings.Peer(each.host(), each.port()))
                .toList();
    }

    private ControllerConfig.Journal journal(ConfigFile.JournalSection section) {
        long maxBytes = or(section.maxBytes(), JOURNAL_BYTES);
        if (maxBytes < LEAST_JOURNAL_BYTES) {
            throw new IllegalArgumentException(
                    "journal.maxBytes is " + maxBytes + ": use " + LEAST_JOURNAL_BYTES + " or more");
        }
        return new ControllerConfig.Journal(
                base.resolve(need("journal.directory", section.directory())),
                time("journal.keep", section.keep(), JOURNAL_KEPT),
                maxBytes,
                recording(or(section.recording(), RECORDED)));
    }

    private static ControllerConfig.Recording recording(ConfigFile.RecordingSection section) {
        long maxBytes = or(section.maxBytes(), JOURNAL_BYTES);
        if (maxBytes != 0 && maxBytes < LEAST_RECORDING_BYTES) {
            throw new IllegalArgumentException("journal.recording.maxBytes is " + maxBytes + ": use "
                    + LEAST_RECORDING_BYTES + " or more, or 0 to record nothing");
        }
        return new ControllerConfig.Recording(time("journal.recording.keep", section.keep(), JOURNAL_KEPT), maxBytes);
    }

    private static Settings settings(TimingSection timing) {
        Settings base = Settings.defaults();
        Duration cycle = time("timing.exchangeCycle", timing.exchangeCycle(), base.exchangeCycle());
        Duration staleness = time("timing.staleness", timing.staleness(), base.staleness());
        if (staleness.compareTo(cycle) <= 0) {
            throw new IllegalArgumentException("timing.staleness " + Times.words(staleness)
                    + " must be longer than timing.exchangeCycle " + Times.words(cycle)
                    + ": else reports that come by relay are never fresh");
        }
        return new Settings(
                staleness,
                cycle,
                time("timing.electorateMemory", timing.electorateMemory(), base.electorateMemory()),
                base.deadBand(),
                base.sensorServices(),
                base.sensorWindow());
    }

    private static Duration reportEvery(TimingSection timing, Settings settings) {
        Duration every = time("timing.reportEvery", timing.reportEvery(), REPORT_EVERY);
        if (every.multipliedBy(2).compareTo(settings.staleness()) > 0) {
            throw new IllegalArgumentException("timing.reportEvery " + Times.words(every)
                    + " must be at most half of timing.staleness " + Times.words(settings.staleness())
                    + ": else one report that is lost makes a datacenter stale");
        }
        return every;
    }
}
