package io.counterweight.controller.config;

import io.counterweight.dns.DnsConfig;
import io.counterweight.engine.Settings;
import io.counterweight.engine.intent.Topology;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import io.counterweight.health.HealthSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The configuration, checked and with every default filled in.
 *
 * @param dns empty at a witness, which answers nobody
 * @param reportEvery a report is published at least this often
 * @param firstRound the bound of the first round (rule E9)
 */
public record ControllerConfig(
        ControllerId self,
        Topology topology,
        Gossip gossip,
        Optional<DnsConfig> dns,
        Api api,
        HealthSettings health,
        Journal journal,
        Settings settings,
        Duration reportEvery,
        Duration firstRound) {

    /** This configuration with what may change while a controller runs as the next one has it. */
    public ControllerConfig taking(ControllerConfig next) {
        Optional<DnsConfig> answering = dns.map(
                mine -> next.dns().map(theirs -> mine.withRate(theirs.limits())).orElse(mine));
        HealthSettings probing = health.withRate(next.health().limits().perSecond());
        Journal kept = new Journal(journal.directory(), next.journal().keep(), journal.maxBytes(), journal.recording());
        return new ControllerConfig(
                self, topology, gossip, answering, api, probing, kept, settings, reportEvery, firstRound);
    }

    /** A literal address and a port. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * How controllers find and trust one another.
     *
     * @param listen Hazelcast's own address, inside the datacenter
     * @param members the Hazelcast addresses of this site's controllers
     * @param link where the mutual-TLS listener waits for other sites
     * @param peers the links of the other sites' controllers
     * @param identity key store (PKCS #12) with this site's certificate
     * @param authority certificate of the deployment's own authority (PEM)
     */
    public record Gossip(
            Address listen,
            List<Address> members,
            Address link,
            Optional<String> source,
            SortedMap<Site, List<Address>> peers,
            Path identity,
            Path passwordFile,
            Path authority) {}

    /** The API's address, and the file of bearer tokens. */
    public record Api(Address listen, Optional<Path> tokens) {
        /** Whether only this machine can reach it. */
        public boolean loopback() {
            return InetAddress.ofLiteral(listen.host()).isLoopbackAddress();
        }
    }

    /** Where the journal lies and how much of it is kept. */
    public record Journal(Path directory, Duration keep, long maxBytes, Recording recording) {}

    /** How much is kept of what the engine received; 0 bytes: nothing is recorded. */
    public record Recording(Duration keep, long maxBytes) {}
}
