package io.counterweight.dns;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The smallest writer of MaxMind's format ("MaxMind DB File Format Specification", 2.0): an IPv6 tree of 24-bit records, in which IPv4
 * networks lie below ::/96.
 */
final class MmdbWriter {
    private static final int EMPTY = -1;
    private static final int TEXT = 2;
    private static final int UINT16 = 5;
    private static final int UINT32 = 6;
    private static final int MAP = 7;
    private static final int UINT64 = 9;
    private static final int ARRAY = 11;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    /** What a leaf of the tree says, below {@link #EMPTY}, is the complement of its place here. */
    private final List<Integer> offsets = new ArrayList<>(List.of(0));

    /** Networks may not overlap. */
    MmdbWriter put(String network, Object record) {
        Prefix prefix = Prefix.parse(network);
        byte[] address = prefix.network().getAddress();
        int bits = prefix.bits();
        if (address.length == 4) {
            byte[] mapped = new byte[16];
            System.arraycopy(address, 0, mapped, 12, 4);
            address = mapped;
            bits += 96;
        }
        offsets.add(data.size());
        write(data, record);
        int at = 0;
        for (int depth = 0; depth < bits - 1; depth++) {
            int bit = bit(address, depth);
            if (nodes.get(at)[bit] == EMPTY) {
                nodes.add(new int[] {EMPTY, EMPTY});
                nodes.get(at)[bit] = nodes.size() - 1;
            }
            at = nodes.get(at)[bit];
        }
        nodes.get(at)[bit(address, bits - 1)] = ~(offsets.size() - 1);
        return this;
    }

    private static int bit(byte[] bytes, int at) {
        return bytes[at >> 3] >> (7 - (at & 7)) & 1;
    }

    Path write(Path file) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int child : node) {
                int said = child >= 0 ? child : child == EMPTY ? nodes.size() : nodes.size() + 16 + offsets.get(~child);
                all.write(said >> 16);
                all.write(said >> 8);
                all.write(said);
            }
        }
        all.write(new byte[16]);
        data.writeTo(all);
        all.write(new byte[] {(byte) 0xab, (byte) 0xcd, (byte) 0xef});
        all.write("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", (short) 2);
        metadata.put("binary_format_minor_version", (short) 0);
        metadata.put("build_epoch", 1_700_000_000L);
        metadata.put("database_type", "Test-Country");
        metadata.put("description", Map.of("en", "made by a test"));
        metadata.put("ip_version", (short) 6);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", nodes.size());
        metadata.put("record_size", (short) 24);
        write(all, metadata);
        return Files.write(file, all.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                control(out, TEXT, bytes.length);
                out.writeBytes(bytes);
            }
            case Short number -> number(out, UINT16, number, 2);
            case Integer number -> number(out, UINT32, number, 4);
            case Long number -> number(out, UINT64, number, 8);
            case List<?> list -> {
                control(out, ARRAY, list.size());
                list.forEach(each -> write(out, each));
            }
            case Map<?, ?> map -> {
                control(out, MAP, map.size());
                map.forEach((key, each) -> {
                    write(out, key);
                    write(out, each);
                });
            }
            default -> throw new IllegalArgumentException("no way to write " + value.getClass());
        }
    }

    private static void number(ByteArrayOutputStream out, int type, long value, int bytes) {
        control(out, type, bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            out.write((int) (value >> 8 * i));
        }
    }

    /** Types above 7 have a byte of their own; sizes of 29 and more are not needed here. */
    private static void control(ByteArrayOutputStream out, int type, int size) {
        if (size >= 29) {
            throw new IllegalArgumentException("too long for the smallest writer: " + size);
        }
        out.write(type <= 7 ? type << 5 | size : size);
        if (type > 7) {
            out.write(type - 7);
        }
    }
}
