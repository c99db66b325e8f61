package io.counterweight.dns;

import com.maxmind.db.CHMCache;
import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.InvalidDatabaseException;
import com.maxmind.db.InvalidNetworkException;
import com.maxmind.db.Networks;
import com.maxmind.db.NetworksIterationException;
import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import io.counterweight.engine.name.Region;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Turns a file in MaxMind's format (the "MaxMind DB File Format Specification", 2.0) into a table of regions, once, so that the name
 * server looks into no file and makes no object when it is asked. What each network's record says is read as MaxMind's own files have
 * it ({@code continent.code}, {@code country.iso_code}, {@code subdivisions[].iso_code}), and as flat ones do ({@code country},
 * {@code country_code}, {@code continent}, {@code continent_code}).
 */
final class GeoReader {

    /** More would not fit beside everything else in a small heap: a file of countries needs a tenth of it. */
    static final int MOST_NETWORKS = 1_000_000;

    /** As many networks as may wait for their other half: one of each length. */
    private static final int MOST_OPEN = 128;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Cut(byte[] network, int bits, int region) {}

    private final GeoConfig config;
    private final List<Region> regions;
    private final PrefixTrie.Builder four = new PrefixTrie.Builder();
    private final PrefixTrie.Builder six = new PrefixTrie.Builder();
    private final Deque<Cut> open = new ArrayDeque<>();
    private int networks;

    private GeoReader(GeoConfig config) {
        this.config = config;
        this.regions = List.copyOf(new TreeSet<>(config.regions().values()));
    }

    /** Reads the whole file; what is wrong with it is an {@link IOException} with the next step. */
    static RegionTable read(GeoConfig config) throws IOException {
        try (Reader reader = new Reader(config.file().toFile(), FileMode.MEMORY, new CHMCache())) {
            return new GeoReader(config).table(reader);
        } catch (InvalidDatabaseException
                | InvalidNetworkException
                | NetworksIterationException
                | ClassCastException e) {
            throw new IOException(
                    config.file() + " is no file in MaxMind's format that can be read (" + e.getMessage()
                            + "): put a whole .mmdb file there, best by renaming it into place",
                    e);
        }
    }

    private RegionTable table(Reader reader) throws IOException, InvalidNetworkException {
        @SuppressWarnings("rawtypes")
        Networks<Map> all = reader.networks(Map.class);
        while (all.hasNext()) {
            @SuppressWarnings("rawtypes")
            DatabaseRecord<Map> record = all.next();
            int region = record.data() == null ? PrefixTrie.NOTHING : region(record.data());
            if (region != PrefixTrie.NOTHING) {
                byte[] network = record.network().networkAddress().getAddress();
                add(new Cut(network, record.network().prefixLength(), region));
            }
        }
        while (!open.isEmpty()) {
            put(open.removeFirst());
        }
        if (networks == 0) {
            throw new IOException(
                    config.file() + " has no network in any of dns.geo.regions: name codes that it knows");
        }
        return new RegionTable(regions, four.build(), six.build());
    }

    /** Networks come in order: the two halves of one that say the same are one. */
    private void add(Cut next) throws IOException {
        Cut joined = next;
        while (!open.isEmpty() && halves(open.getLast(), joined)) {
            Cut first = open.removeLast();
            joined = new Cut(first.network, first.bits - 1, first.region);
        }
        open.addLast(joined);
        while (open.size() > MOST_OPEN) {
            put(open.removeFirst());
        }
    }

    private static boolean halves(Cut first, Cut second) {
        if (first.region != second.region
                || first.bits != second.bits
                || first.bits == 0
                || first.network.length != second.network.length
                || bit(first.network, first.bits - 1) != 0
                || bit(second.network, second.bits - 1) != 1) {
            return false;
        }
        return Prefix.covers(first.network, first.bits - 1, second.network);
    }

    private static int bit(byte[] bytes, int at) {
        return bytes[at >> 3] >> (7 - (at & 7)) & 1;
    }

    private void put(Cut cut) throws IOException {
        networks++;
        if (networks > MOST_NETWORKS) {
            throw new IOException(config.file() + " tells more than " + MOST_NETWORKS
                    + " networks of dns.geo.regions apart: use a file of countries, or name fewer codes");
        }
        boolean mapped = cut.network.length == 16 && cut.bits >= 96 && inFour(cut.network);
        byte[] network = mapped ? Arrays.copyOfRange(cut.network, 12, 16) : cut.network;
        (network.length == 4 ? four : six).put(network, mapped ? cut.bits - 96 : cut.bits, cut.region);
    }

    private static boolean inFour(byte[] network) {
        for (int i = 0; i < 12; i++) {
            if (network[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** The narrowest code that belongs to a region: a subdivision's before its country's before its continent's. */
    private int region(Map<?, ?> record) {
        Optional<String> country = text(record, "country", "iso_code");
        return Stream.of(
                        country.stream()
                                .flatMap(code -> subdivisions(record).map(part -> "subdivision/" + code + "-" + part)),
                        country.stream().map(code -> "country/" + code),
                        text(record, "continent", "code").stream().map(code -> "continent/" + code))
                .flatMap(codes -> codes)
                .flatMap(code -> Optional.ofNullable(config.regions().get(code)).stream())
                .findFirst()
                .map(region -> regions.indexOf(region) + 1)
                .orElse(PrefixTrie.NOTHING);
    }

    private static Stream<String> subdivisions(Map<?, ?> record) {
        List<String> codes = new ArrayList<>();
        if (record.get("subdivisions") instanceof List<?> parts) {
            parts.forEach(part -> {
                if (part instanceof Map<?, ?> map && map.get("iso_code") instanceof String code) {
                    codes.add(code);
                }
            });
        }
        Collections.reverse(codes);
        return codes.stream();
    }

    private static Optional<String> text(Map<?, ?> record, String field, String code) {
        Object value = record.get(field) instanceof Map<?, ?> map ? map.get(code) : record.get(field);
        if (value instanceof String text) {
            return Optional.of(text);
        }
        return record.get(field + "_code") instanceof String flat ? Optional.of(flat) : Optional.empty();
    }
}
