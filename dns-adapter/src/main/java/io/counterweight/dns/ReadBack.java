package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.ServicePlan;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Asks the server's own port what it serves: the weights in words, and one address the way that clients ask. */
final class ReadBack {

    private static final Logger LOG = LoggerFactory.getLogger(ReadBack.class);
    private static final Duration DEADLINE = Duration.ofMillis(500);

    private final InetSocketAddress server;
    private final Name zone;

    ReadBack(InetSocketAddress server, Name zone) {
        this.server = server;
        this.zone = zone;
    }

    /** The weights served for a host; empty when the answer makes no sense, or is what the weights forbid. Silence is an exception. */
    Optional<SortedMap<Site, Integer>> weights(ServicePlan plan, String hostName) throws IOException {
        try {
            Name host = StaticZone.name(zone, hostName);
            SortedMap<Site, Integer> weights = new TreeMap<>();
            int shed = 0;
            Name question = Name.concatenate(Name.fromString(ZoneResponder.WEIGHTS_LABEL), host);
            for (Record record : ask(question, Type.TXT)) {
                if (record instanceof TXTRecord text) {
                    String[] pair = text.getStrings().getFirst().split("=", 2);
                    if (pair[0].startsWith("-")) {
                        shed = Integer.parseInt(pair[1]);
                    } else {
                        weights.put(Site.of(pair[0]), Integer.parseInt(pair[1]));
                    }
                }
            }
            boolean asPlanned = shed == plan.shed().parts() && clientsAgree(plan, host, weights);
            return asPlanned ? Optional.of(weights) : Optional.empty();
        } catch (RuntimeException e) {
            LOG.debug("reading back {}: {}", hostName, e.toString());
            return Optional.empty();
        }
    }

    /** The weights served for a host by region; empty when the answer makes no sense. Silence is an exception. */
    Optional<SortedMap<Region, SortedMap<Site, Integer>>> regions(String hostName) throws IOException {
        try {
            Name question =
                    Name.concatenate(Name.fromString(ZoneResponder.REGIONS_LABEL), StaticZone.name(zone, hostName));
            SortedMap<Region, SortedMap<Site, Integer>> regions = new TreeMap<>();
            for (Record record : ask(question, Type.TXT)) {
                if (record instanceof TXTRecord text) {
                    String[] parts = text.getStrings().getFirst().split("[/=]", 3);
                    regions.computeIfAbsent(Region.of(parts[0]), region -> new TreeMap<>())
                            .put(Site.of(parts[1]), Integer.parseInt(parts[2]));
                }
            }
            return Optional.of(regions);
        } catch (RuntimeException e) {
            LOG.debug("reading back the regions of {}: {}", hostName, e.toString());
            return Optional.empty();
        }
    }

    /**
     * What a client gets must belong to a datacenter with a weight, and must be something where such a datacenter has an address. This
     * machine may itself be a client of any region.
     */
    private boolean clientsAgree(ServicePlan plan, Name host, SortedMap<Site, Integer> weights) throws IOException {
        Set<InetAddress> served = plan.shares().stream()
                .filter(share -> weights.getOrDefault(share.datacenter(), 0) > 0
                        || plan.regions().values().stream()
                                .anyMatch(region -> region.getOrDefault(share.datacenter(), 0) > 0))
                .map(DatacenterShare::addresses)
                .flatMap(List::stream)
                .map(InetAddress::ofLiteral)
                .collect(Collectors.toSet());
        Set<InetAddress> allowed = new HashSet<>(served);
        if (plan.shed().parts() > 0) {
            plan.shed().addresses().forEach(address -> allowed.add(InetAddress.ofLiteral(address)));
        }
        boolean six = !served.isEmpty() && served.stream().allMatch(Inet6Address.class::isInstance);
        List<InetAddress> answered = ask(host, six ? Type.AAAA : Type.A).stream()
                .map(ReadBack::address)
                .flatMap(Optional::stream)
                .toList();
        return allowed.containsAll(answered) && answered.isEmpty() == served.isEmpty();
    }

    private static Optional<InetAddress> address(Record record) {
        return switch (record) {
            case ARecord four -> Optional.of(four.getAddress());
            case AAAARecord six -> Optional.of(six.getAddress());
            default -> Optional.empty();
        };
    }

    private List<Record> ask(Name name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(DEADLINE);
        resolver.setLocalAddress(server.getAddress());
        return resolver.send(Message.newQuery(Record.newRecord(name, type, DClass.IN)))
                .getSection(Section.ANSWER);
    }
}
