package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import io.counterweight.engine.name.Site;
import io.counterweight.engine.plan.AnswerChoice;
import io.counterweight.engine.plan.DatacenterShare;
import io.counterweight.engine.plan.ServicePlan;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The prepared answers of one host name: for each address family and each region, the datacenters that may answer, with their weights
 * and their resource records as bytes, owner name compressed to the question. Immutable.
 */
final class HostAnswers {

    /** So many addresses fit into one answer over UDP; of more, each answer shows a window that begins anywhere. */
    private static final int WINDOW = 16;
    /** Stands for no datacenter: where clients are turned away. */
    private static final Site NOWHERE = Site.of("nowhere");
    /** Of a record with a compressed name: pointer, type, class, TTL, length of the data. */
    private static final int FIXED_PART = 12;

    /**
     * One datacenter's prepared answer; {@code records} holds {@code count} records of equal length, one after another. An answer
     * shows {@link #shown} of them from a first one on that chance chooses, and goes on at the beginning where the end is
     * reached: every address gets the same share.
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the hot path copies from it
    record Choice(Site datacenter, int weight, long seed, int count, byte[] records) {

        Choice weighing(int parts) {
            return new Choice(datacenter, parts, seed, count, records);
        }

        /** How many records one answer shows. */
        int shown() {
            return Math.min(count, WINDOW);
        }

        /** The length of one record. */
        int one() {
            return records.length / count;
        }

        /** The records that an answer shows from this one on, as objects with their owner's name. */
        List<Record> toRecords(Name owner, int first) {
            int one = one();
            List<Record> all = new ArrayList<>();
            for (int i = 0; i < shown(); i++) {
                int at = (first + i) % count * one;
                byte[] data = Arrays.copyOfRange(records, at + FIXED_PART, at + one);
                all.add(Record.newRecord(
                        owner, Wire.get16(records, at + 2), DClass.IN, Wire.get32(records, at + 6), data));
            }
            return all;
        }
    }

    private final ServicePlan plan;
    private final Locator locator;
    private final Leases leases;
    /** Of an exclusive service, the one datacenter that it is answered with. */
    private final @Nullable Site alone;
    /** By the number of a region; where none is told apart, that of no known region alone. */
    private final List<List<Choice>> v4;

    private final List<List<Choice>> v6;

    private HostAnswers(
            ServicePlan plan, Locator locator, Leases leases, List<List<Choice>> v4, List<List<Choice>> v6) {
        this.plan = plan;
        this.locator = locator;
        this.leases = leases;
        this.alone = plan.exclusive() ? alone(plan) : null;
        this.v4 = v4;
        this.v6 = v6;
    }

    /** Throws {@link IllegalArgumentException} where a published address is no literal address. */
    static HostAnswers prepare(ServicePlan plan, Locator locator, Leases leases) {
        return new HostAnswers(
                plan, locator, leases, everywhere(plan, Type.A, locator), everywhere(plan, Type.AAAA, locator));
    }

    /** For a plan that cannot be answered from: every question is a SERVFAIL. */
    static HostAnswers unanswerable(ServicePlan plan, Locator locator, Leases leases) {
        return prepare(
                new ServicePlan(plan.service(), plan.hosts(), List.of(), plan.ttl(), plan.choice()), locator, leases);
    }

    private static @Nullable Site alone(ServicePlan plan) {
        for (DatacenterShare share : plan.shares()) {
            if (share.weight() == ServicePlan.WHOLE) {
                return share.datacenter();
            }
        }
        return null;
    }

    ServicePlan plan() {
        return plan;
    }

    /** Without any share there is nothing that may be said; nor of an exclusive service without the right to, at this very moment. */
    boolean servfail() {
        return plan.shares().isEmpty() || plan.exclusive() && (alone == null || !leases.hold(plan.service(), alone));
    }

    boolean sticky() {
        return plan.choice() == AnswerChoice.STICKY;
    }

    /** What {@link Locator#locate} says; 0 where clients are not told apart by region. */
    int locate(Query query) {
        return plan.regions().isEmpty() ? 0 : locator.locate(query);
    }

    /** A client was answered, of the region that {@link #locate} said. */
    void answered(int located) {
        if (!plan.regions().isEmpty()) {
            locator.answered(Locator.region(located));
        }
    }

    /** The datacenters that may answer this type to clients of a region, none for anything but addresses. */
    List<Choice> choices(int type, int region) {
        return switch (type) {
            case Type.A -> v4.get(region);
            case Type.AAAA -> v6.get(region);
            default -> List.of();
        };
    }

    /** Types that ask for no record: OPT, and those of RFC 6895 that are only for questions. */
    static boolean isMeta(int type) {
        return type == Type.OPT || type >= 128 && type <= 255;
    }

    /** For every region; of each a part is turned away where the plan says so, and there is an address of this type to do so. */
    private static List<List<Choice>> everywhere(ServicePlan plan, int type, Locator locator) {
        List<byte[]> away = ofType(plan.shed().addresses(), type);
        List<List<Choice>> serving = serving(plan, type, locator);
        return plan.shed().parts() == 0 || away.isEmpty()
                ? serving
                : serving.stream()
                        .map(choices -> choices.isEmpty() ? choices : turningAway(plan, type, away, choices))
                        .toList();
    }

    private static List<Choice> turningAway(ServicePlan plan, int type, List<byte[]> away, List<Choice> choices) {
        int shed = plan.shed().parts();
        int sum = choices.stream().mapToInt(Choice::weight).sum();
        List<Choice> all = new ArrayList<>();
        choices.forEach(each -> all.add(each.weighing(each.weight() * (ServicePlan.WHOLE - shed))));
        all.add(new Choice(NOWHERE, sum * shed, seed("shed clients"), away.size(), records(plan, type, away)));
        return List.copyOf(all);
    }

    private static List<List<Choice>> serving(ServicePlan plan, int type, Locator locator) {
        SortedMap<Site, Choice> full = choices(plan, type);
        List<Choice> otherwise = weighed(full, plan.weights());
        List<List<Choice>> regional = plan.regions().values().stream()
                .map(weights -> weighed(full, weights))
                .filter(choices -> !choices.isEmpty())
                .toList();
        // A region's datacenters may have no address of this family. A denial would be remembered for clients of every
        // region
        // (RFC 7871, section 7.4), so clients are sent to those that have one, as long as any region's are.
        List<Choice> spare = !otherwise.isEmpty() || regional.isEmpty() ? otherwise : regional.getFirst();
        List<List<Choice>> all = new ArrayList<>();
        all.add(spare);
        if (!plan.regions().isEmpty()) {
            for (Region region : locator.regions()) {
                SortedMap<Site, Integer> weights = plan.regions().get(region);
                List<Choice> own = weights == null ? spare : weighed(full, weights);
                all.add(own.isEmpty() ? spare : own);
            }
        }
        return List.copyOf(all);
    }

    private static List<Choice> weighed(SortedMap<Site, Choice> full, SortedMap<Site, Integer> weights) {
        return full.values().stream()
                .filter(choice -> weights.getOrDefault(choice.datacenter, 0) > 0)
                .map(choice -> choice.weighing(weights.getOrDefault(choice.datacenter, 0)))
                .toList();
    }

    /** Of every datacenter that has an address of this type. */
    private static SortedMap<Site, Choice> choices(ServicePlan plan, int type) {
        SortedMap<Site, Choice> choices = new TreeMap<>();
        for (DatacenterShare share : plan.shares()) {
            List<byte[]> addresses = ofType(share.addresses(), type);
            if (!addresses.isEmpty()) {
                choices.put(
                        share.datacenter(),
                        new Choice(
                                share.datacenter(),
                                share.weight(),
                                seed(share.datacenter().value()),
                                addresses.size(),
                                records(plan, type, addresses)));
            }
        }
        return choices;
    }

    private static List<byte[]> ofType(List<String> addresses, int type) {
        return addresses.stream()
                .map(HostAnswers::bytes)
                .filter(address -> (type == Type.A) == (address.length == 4))
                .toList();
    }

    private static byte[] records(ServicePlan plan, int type, List<byte[]> addresses) {
        int length = addresses.getFirst().length;
        byte[] records = new byte[addresses.size() * (FIXED_PART + length)];
        int at = 0;
        for (byte[] address : addresses) {
            at = Wire.put16(records, at, 0xC00C);
            at = Wire.put16(records, at, type);
            at = Wire.put16(records, at, DClass.IN);
            at = Wire.put32(records, at, Math.toIntExact(plan.ttl().toSeconds()));
            at = Wire.put16(records, at, length);
            System.arraycopy(address, 0, records, at, length);
            at += length;
        }
        return records;
    }

    private static long seed(String text) {
        byte[] name = text.getBytes(StandardCharsets.US_ASCII);
        return SipHash.of(1, 2, name, 0, name.length);
    }

    private static byte[] bytes(String literal) {
        try {
            return literal.indexOf(':') >= 0
                    ? Address.getByAddress(literal, Address.IPv6).getAddress()
                    : Address.getByAddress(literal, Address.IPv4).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("published address '" + literal + "' is no literal IP address", e);
        }
    }
}
