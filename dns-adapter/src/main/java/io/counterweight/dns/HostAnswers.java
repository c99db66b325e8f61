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
    /** By the number of a region; where none is told apart, that of no known region alone. */
    private final List<List<Choice>> v4;

    private final List<List<Choice>> v6;

    private HostAnswers(ServicePlan plan, Locator locator, List<List<Choice>> v4, List<List<Choice>> v6) {
        this.plan = plan;
        this.locator = locator;
        this.v4 = v4;
        this.v6 = v6;
    }

    /** Throws {@link IllegalArgumentException} where a published address is no literal address. */
    static HostAnswers prepare(ServicePlan plan, Locator locator) {
        return new HostAnswers(plan, locator, everywhere(plan, Type.A, locator), everywhere(plan, Type.AAAA, locator));
    }

    /** For a plan that cannot be answered from: every question is a SERVFAIL. */
    static HostAnswers unanswerable(ServicePlan plan, Locator locator) {
        return prepare(new ServicePlan(plan.service(), plan.hosts(), List.of(), plan.ttl(), plan.choice()), locator);
    }

    ServicePlan plan() {
        return plan;
    }

    /** Without any share there is nothing that may be said. */
    boolean servfail() {
        return plan.shares().isEmpty();
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

    private static List<List<Choice>> everywhere(ServicePlan plan, int type, Locator locator) {
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
            List<byte[]> addresses = share.addresses().stream()
                    .map(HostAnswers::bytes)
                    .filter(address -> (type == Type.A) == (address.length == 4))
                    .toList();
            if (!addresses.isEmpty()) {
                choices.put(share.datacenter(), choice(plan, share, type, addresses));
            }
        }
        return choices;
    }

    private static Choice choice(ServicePlan plan, DatacenterShare share, int type, List<byte[]> addresses) {
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
        byte[] name = share.datacenter().value().getBytes(StandardCharsets.US_ASCII);
        long seed = SipHash.of(1, 2, name, 0, name.length);
        return new Choice(share.datacenter(), share.weight(), seed, addresses.size(), records);
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
