package io.counterweight.dns;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.engine.name.Region;
import io.counterweight.rules.Rule;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Regions from a file in MaxMind's format. */
@Rule("W1")
class GeoReaderTest {

    @TempDir
    Path directory;

    private final SortedMap<Region, List<String>> codes = new TreeMap<>(Map.of(
            Region.of("eu"), List.of("continent/EU"),
            Region.of("us"), List.of("continent/NA", "country/IS"),
            Region.of("pacific"), List.of("subdivision/US-CA", "subdivision/US-HI")));

    private static Map<String, Object> in(String continent, String country, String... subdivisions) {
        return Map.of(
                "continent", Map.of("code", continent),
                "country", Map.of("iso_code", country),
                "subdivisions",
                        Arrays.stream(subdivisions)
                                .map(code -> Map.of("iso_code", code))
                                .toList());
    }

    private static MmdbWriter world() {
        return new MmdbWriter()
                .put("192.0.2.0/25", in("EU", "DE"))
                .put("192.0.2.128/25", in("EU", "FR"))
                .put("198.51.100.0/25", in("NA", "US", "CA"))
                .put("198.51.100.128/25", in("NA", "US", "NY"))
                .put("203.0.113.0/24", in("AS", "JP"))
                .put("2001:db8::/33", in("EU", "IS"))
                .put("2001:db8:8000::/33", in("EU", "NO"));
    }

    private GeoConfig config(Path file) {
        return GeoConfig.of(file, codes);
    }

    private RegionTable read(MmdbWriter writer) throws IOException {
        return GeoReader.read(config(writer.write(directory.resolve("geo.mmdb"))));
    }

    private static String region(RegionTable table, String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        int region = Locator.region(table.find(bytes.length == 4, bytes, 0, 8 * bytes.length));
        return region == 0 ? "none" : table.regions().get(region - 1).value();
    }

    private static int scope(RegionTable table, String address) {
        byte[] bytes = InetAddress.ofLiteral(address).getAddress();
        return Locator.scope(table.find(bytes.length == 4, bytes, 0, 8 * bytes.length));
    }

    @Test
    void theNarrowestCodeThatIsNamedTellsTheRegion() throws IOException {
        RegionTable table = read(world());

        assertEquals("eu", region(table, "192.0.2.1"));
        assertEquals("pacific", region(table, "198.51.100.1"));
        assertEquals("us", region(table, "198.51.100.200"));
        assertEquals("none", region(table, "203.0.113.9"));
        assertEquals("none", region(table, "10.0.0.1"));
        assertEquals("us", region(table, "2001:db8::1"), "a country before its continent");
        assertEquals("eu", region(table, "2001:db8:8000::1"));
    }

    @Test
    void countriesOfOneRegionAreOneNetwork() throws IOException {
        assertEquals(24, scope(read(world()), "192.0.2.1"));
    }

    @Test
    void flatFilesAreReadToo() throws IOException {
        RegionTable table = read(new MmdbWriter()
                .put("192.0.2.0/24", Map.of("continent_code", "EU", "country_code", "DE"))
                .put("198.51.100.0/24", Map.of("country", "IS")));

        assertEquals("eu", region(table, "192.0.2.1"));
        assertEquals("us", region(table, "198.51.100.1"));
    }

    @Test
    void peoplesTableWinsOverTheFileAndTheScopeCoversBoth() throws IOException {
        SortedMap<Region, List<Prefix>> networks = new TreeMap<>();
        networks.put(Region.of("office"), List.of(Prefix.parse("192.0.0.0/16"), Prefix.parse("198.51.100.7/32")));
        RegionTable table = RegionTable.of(networks).over(read(world()));

        assertEquals("office", region(table, "192.0.2.1"), "though the file knows a longer network");
        assertEquals("office", region(table, "198.51.100.7"));
        assertEquals("pacific", region(table, "198.51.100.6"));
        assertEquals(32, scope(table, "198.51.100.6"), "its neighbour is answered otherwise");
        assertEquals("us", region(table, "198.51.100.200"));
        assertEquals("eu", region(table, "2001:db8:8000::1"));
        assertEquals(
                List.of("eu", "office", "pacific", "us"),
                table.regions().stream().map(Region::value).toList());
    }

    @Test
    void whatIsNoSuchFileIsRefusedWithTheNextStep() throws IOException {
        Path text = Files.writeString(directory.resolve("text.mmdb"), "no database at all, but long enough to look");
        IOException refusal = assertThrows(IOException.class, () -> GeoReader.read(config(text)));
        assertTrue(String.valueOf(refusal.getMessage()).contains("put a whole .mmdb file there"), refusal::toString);

        Path whole = world().write(directory.resolve("whole.mmdb"));
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(directory.resolve("cut.mmdb"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThrows(IOException.class, () -> GeoReader.read(config(cut)));

        IOException nothing =
                assertThrows(IOException.class, () -> read(new MmdbWriter().put("203.0.113.0/24", in("AS", "JP"))));
        assertTrue(String.valueOf(nothing.getMessage()).contains("name codes that it knows"), nothing::toString);
    }

    @Test
    void wrongCodesAreNamed() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "EU", "is no code",
                        "continent/XX", "is no code",
                        "country/de", "is no code",
                        "continent/EU", "names too")
                .entrySet()) {
            codes.put(Region.of("zz"), List.of(wrong.getKey()));
            IllegalArgumentException refusal =
                    assertThrows(IllegalArgumentException.class, () -> config(directory.resolve("x")));
            assertTrue(
                    String.valueOf(refusal.getMessage()).contains(wrong.getValue())
                            && String.valueOf(refusal.getMessage()).startsWith("dns.geo.regions.zz"),
                    refusal::toString);
        }
    }

    @Test
    void anotherFileIsReadAndABadOneChangesNothing() throws IOException {
        Path file = world().write(directory.resolve("geo.mmdb"));
        AtomicReference<RegionTable> table = new AtomicReference<>(RegionTable.empty());
        AtomicInteger read = new AtomicInteger();
        try (GeoFile geo = new GeoFile(config(file), next -> {
            table.set(next);
            read.incrementAndGet();
        })) {
            geo.start(Duration.ofMillis(20));
            await().until(() -> region(table.get(), "192.0.2.1").equals("eu"));

            Files.writeString(file, "half of a file");
            await().until(() -> !geo.failing().isEmpty());
            assertEquals("eu", region(table.get(), "192.0.2.1"));

            Path next = new MmdbWriter().put("192.0.2.0/24", in("NA", "US")).write(directory.resolve("next.mmdb"));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
            await().until(() -> region(table.get(), "192.0.2.1").equals("us"));
            assertEquals("", geo.failing());
            assertEquals(2, read.get(), "what is the same file is not read again");
        }
    }
}
