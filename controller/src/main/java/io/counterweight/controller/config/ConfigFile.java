package io.counterweight.controller.config;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The configuration file as it is written. docs/configuration.md explains every key; a key that is not here is refused. */
public record ConfigFile(
        @Nullable ControllerSection controller,
        @Nullable TopologySection topology,
        @Nullable GossipSection gossip,
        @Nullable DnsSection dns,
        @Nullable ApiSection api,
        @Nullable ProbesSection probes,
        @Nullable JournalSection journal,
        @Nullable TimingSection timing) {

    /** Who this controller is. */
    public record ControllerSection(
            @Nullable String site, @Nullable String name) {}

    /** The voting set before anybody has changed it. */
    public record TopologySection(
            @Nullable List<String> datacenters, @Nullable List<String> witnesses) {}

    /** How controllers find and trust one another. */
    public record GossipSection(
            @Nullable String listen,
            @Nullable List<String> members,
            @Nullable String link,
            @Nullable String source,
            @Nullable SortedMap<String, List<String>> peers,
            @Nullable String identity,
            @Nullable String passwordFile,
            @Nullable String authority) {}

    /** The built-in name server; left out at a witness. */
    public record DnsSection(
            @Nullable List<String> listen,
            @Nullable String zone,
            @Nullable SortedMap<String, List<String>> nameservers,
            @Nullable String hostmaster,
            @Nullable SoaSection soa,
            @Nullable List<String> records,
            @Nullable Integer threads,
            @Nullable RateLimitSection rateLimit,
            @Nullable Integer tcpConnections,
            @Nullable String tcpIdle,
            @Nullable GeoSection geo) {}

    /** A file in MaxMind's format, and the codes of each region. */
    public record GeoSection(
            @Nullable String file, @Nullable SortedMap<String, List<String>> regions) {}

    /** The rest of the zone's SOA record. */
    public record SoaSection(
            @Nullable String primary,
            @Nullable String refresh,
            @Nullable String retry,
            @Nullable String expire,
            @Nullable String minimum) {}

    /** Response rate limiting. */
    public record RateLimitSection(
            @Nullable Integer responsesPerSecond,
            @Nullable Integer slip,
            @Nullable List<String> exempt) {}

    /** The REST API. */
    public record ApiSection(
            @Nullable String listen, @Nullable String tokens) {}

    /** How this controller looks around. */
    public record ProbesSection(
            @Nullable String source,
            @Nullable List<String> anchors,
            @Nullable List<String> controlTargets,
            @Nullable Integer probersPerEndpoint,
            @Nullable Integer perSecond,
            @Nullable Integer concurrent,
            @Nullable Integer bodyBytes) {}

    /** The journal on this controller's disk. */
    public record JournalSection(
            @Nullable String directory,
            @Nullable String keep,
            @Nullable Long maxBytes,
            @Nullable RecordingSection recording) {}

    /** What the engine received, beside the journal. */
    public record RecordingSection(
            @Nullable String keep, @Nullable Long maxBytes) {}

    /** The bounds that every controller of a deployment shares. */
    public record TimingSection(
            @Nullable String reportEvery,
            @Nullable String exchangeCycle,
            @Nullable String staleness,
            @Nullable String electorateMemory,
            @Nullable String firstRound,
            @Nullable String anchorInterval,
            @Nullable String anchorAnswersWithin) {}
}
