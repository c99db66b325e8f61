package io.counterweight.controller.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.counterweight.controller.config.ConfigFile.DnsSection;
import io.counterweight.controller.config.ConfigFile.GossipSection;
import io.counterweight.controller.config.ConfigFile.ProbesSection;
import io.counterweight.controller.config.ConfigFile.RateLimitSection;
import io.counterweight.controller.config.ConfigFile.TimingSection;
import io.counterweight.controller.config.ControllerConfig.Address;
import io.counterweight.dns.DnsConfig;
import io.counterweight.dns.DnsLimits;
import io.counterweight.dns.Prefix;
import io.counterweight.engine.Settings;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.counterweight.health.HealthSettings;
import io.counterweight.health.probe.ProbeLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the configuration file. Paths in it are relative to the file. */
public final class ConfigLoader {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path base;

    private ConfigLoader(Path base) {
        this.base = base;
    }

    public static ControllerConfig load(Path file) throws InvalidConfig {
        try {
            ConfigFile read = YAML.readValue(Files.readString(file), ConfigFile.class);
            Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
            return new ConfigLoader(parent).build(Objects.requireNonNull(read, "the file is empty"));
        } catch (UnrecognizedPropertyException e) {
            String known = e.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            throw new InvalidConfig(file + where(e) + ": key '" + key(e) + "' is unknown; here stand " + known);
        } catch (JsonMappingException e) {
            throw new InvalidConfig(file + where(e) + ": " + key(e) + ": " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new InvalidConfig(file + where(e) + ": no valid YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InvalidConfig(
                    file + " cannot be read: " + e.getMessage() + "; name the file as the first argument");
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new InvalidConfig(file + ": " + e.getMessage());
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
    }

    private static String key(JsonMappingException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? "[" + part.getIndex() + "]" : part.getFieldName())
                .collect(Collectors.joining("."));
    }

    private ControllerConfig build(ConfigFile file) {
        ConfigFile.ControllerSection who = need("controller", file.controller());
        ControllerId self = ControllerId.of(need("controller.site", who.site()), need("controller.name", who.name()));
        Topology topology = topology(need("topology", file.topology()));
        if (!topology.sites().contains(self.site())) {
            throw new IllegalArgumentException("controller.site '" + self.site()
                    + "' is neither in topology.datacenters nor in topology.witnesses: add it to one of them");
        }
        Settings settings = settings(file.timing());
        return new ControllerConfig(
                self,
                topology,
                gossip(need("gossip", file.gossip()), self.site()),
                Optional.ofNullable(file.dns()).map(ConfigLoader::dns),
                api(need("api", file.api())),
                health(need("probes", file.probes()), file.timing(), settings),
                journal(need("journal", file.journal())),
                settings,
                time(file.timing() == null ? null : file.timing().reportEvery(), "timing.reportEvery", 250),
                time(file.timing() == null ? null : file.timing().firstRound(), "timing.firstRound", 5_000));
    }

    private static Topology topology(ConfigFile.TopologySection section) {
        List<String> datacenters = need("topology.datacenters", section.datacenters());
        if (datacenters.isEmpty()) {
            throw new IllegalArgumentException(
                    "topology.datacenters is empty: name the datacenters that serve traffic");
        }
        return new Topology(0, sites(datacenters), sites(or(section.witnesses(), List.of())));
    }

    private static SortedSet<Site> sites(List<String> names) {
        return names.stream().map(Site::of).collect(Collectors.toCollection(TreeSet::new));
    }

    private ControllerConfig.Gossip gossip(GossipSection section, Site home) {
        SortedMap<Site, List<Address>> peers = new TreeMap<>();
        or(section.peers(), new TreeMap<String, List<String>>())
                .forEach((site, links) -> peers.put(Site.of(site), addresses("gossip.peers." + site, links)));
        if (peers.containsKey(home)) {
            throw new IllegalArgumentException("gossip.peers names " + home
                    + ", which is this controller's own site: put its controllers into gossip.members");
        }
        Address listen = address("gossip.listen", need("gossip.listen", section.listen()));
        return new ControllerConfig.Gossip(
                listen,
                section.members() == null ? List.of(listen) : addresses("gossip.members", section.members()),
                address("gossip.link", need("gossip.link", section.link())),
                Optional.ofNullable(section.source()),
                peers,
                existing("gossip.identity", need("gossip.identity", section.identity())),
                existing("gossip.passwordFile", need("gossip.passwordFile", section.passwordFile())),
                existing("gossip.authority", need("gossip.authority", section.authority())));
    }

    private static DnsConfig dns(DnsSection section) {
        DnsLimits base = DnsLimits.defaults();
        RateLimitSection rate = or(section.rateLimit(), new RateLimitSection(null, null, null));
        List<InetSocketAddress> listen = addresses("dns.listen", need("dns.listen", section.listen())).stream()
                .map(each -> new InetSocketAddress(literal("dns.listen", each.host()), each.port()))
                .toList();
        DnsLimits limits = new DnsLimits(
                or(rate.responsesPerSecond(), base.responsesPerSecond()),
                or(rate.slip(), base.slip()),
                or(rate.exempt(), List.<String>of()).stream().map(Prefix::parse).toList(),
                or(section.tcpConnections(), base.tcpConnections()),
                (int) time(section.tcpIdle(), "dns.tcpIdle", base.tcpIdleMillis())
                        .toMillis());
        return new DnsConfig(
                listen,
                DnsConfig.absolute("dns.zone", need("dns.zone", section.zone())),
                need("dns.nameservers", section.nameservers()),
                DnsConfig.absolute("dns.hostmaster", or(section.hostmaster(), "hostmaster." + section.zone())),
                or(section.records(), List.of()),
                or(section.threads(), 1),
                limits);
    }

    private ControllerConfig.Api api(ConfigFile.ApiSection section) {
        Address listen = address("api.listen", need("api.listen", section.listen()));
        Optional<Path> tokens = Optional.ofNullable(section.tokens()).map(text -> existing("api.tokens", text));
        if (tokens.isEmpty() && !literal("api.listen", listen.host()).isLoopbackAddress()) {
            throw new IllegalArgumentException("api.listen is " + listen
                    + ", which others can reach, but api.tokens names no file: name one, or listen on loopback");
        }
        return new ControllerConfig.Api(listen, tokens);
    }

    private static HealthSettings health(ProbesSection section, @Nullable TimingSection timing, Settings settings) {
        ProbeLimits base = ProbeLimits.defaults();
        return new HealthSettings(
                Optional.ofNullable(section.source()),
                peers("probes.anchors", or(section.anchors(), List.of())),
                peers("probes.controlTargets", or(section.controlTargets(), List.of())),
                or(section.probersPerEndpoint(), 2),
                time(timing == null ? null : timing.anchorInterval(), "timing.anchorInterval", 1_000),
                time(timing == null ? null : timing.anchorAnswersWithin(), "timing.anchorAnswersWithin", 3_000),
                settings.staleness(),
                new ProbeLimits(
                        or(section.perSecond(), base.perSecond()),
                        or(section.concurrent(), base.concurrent()),
                        base.overlap(),
                        or(section.bodyBytes(), base.bodyBytes())));
    }

    private static List<HealthSettings.Peer> peers(String field, List<String> texts) {
        return addresses(field, texts).stream()
                .map(each -> new HealthSettings.Peer(each.host(), each.port()))
                .toList();
    }

    private ControllerConfig.Journal journal(ConfigFile.JournalSection section) {
        long maxBytes = or(section.maxBytes(), 1L << 30);
        if (maxBytes < 1 << 20) {
            throw new IllegalArgumentException("journal.maxBytes is " + maxBytes + ": give it a mebibyte or more");
        }
        return new ControllerConfig.Journal(
                base.resolve(need("journal.directory", section.directory())),
                time(section.keep(), "journal.keep", Duration.ofDays(30).toMillis()),
                maxBytes);
    }

    private static Settings settings(@Nullable TimingSection timing) {
        Settings base = Settings.defaults();
        if (timing == null) {
            return base;
        }
        Duration cycle = time(
                timing.exchangeCycle(),
                "timing.exchangeCycle",
                base.exchangeCycle().toMillis());
        Duration staleness =
                time(timing.staleness(), "timing.staleness", base.staleness().toMillis());
        if (staleness.compareTo(cycle) <= 0) {
            throw new IllegalArgumentException("timing.staleness " + Times.words(staleness)
                    + " must be longer than timing.exchangeCycle " + Times.words(cycle)
                    + ": else reports that come by relay are never fresh");
        }
        return new Settings(
                staleness,
                cycle,
                time(
                        timing.electorateMemory(),
                        "timing.electorateMemory",
                        base.electorateMemory().toMillis()),
                base.deadBand(),
                base.sensorServices(),
                base.sensorWindow());
    }

    private static Duration time(@Nullable String text, String field, long otherwiseMillis) {
        return text == null ? Duration.ofMillis(otherwiseMillis) : Times.parse(field, text);
    }

    private static List<Address> addresses(String field, List<String> texts) {
        List<Address> addresses = new ArrayList<>();
        texts.forEach(text -> addresses.add(address(field, text)));
        return addresses;
    }

    private static Address address(String field, String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (port > 0 && port < 65_536) {
                    literal(field, host);
                    return new Address(host, port);
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(field + " '" + text + "' has no port number: write address:port", e);
            }
        }
        throw new IllegalArgumentException(field + " '" + text + "' must be written address:port, with a literal IP");
    }

    private static InetAddress literal(String field, String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(field + " '" + host + "' is no literal IP address", e);
        }
    }

    private Path existing(String field, String text) {
        Path path = base.resolve(text);
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException(
                    field + " names " + path + ", which cannot be read: create it or correct it");
        }
        return path;
    }

    private static <T> T need(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing: docs/configuration.md explains it");
        }
        return value;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
