package io.counterweight.dns;

import io.counterweight.engine.name.Region;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A file in MaxMind's format that tells where networks are, and what that means for regions. Validates itself; errors name the field,
 * the value, the rule and the next step.
 *
 * @param regions by code, such as {@code continent/EU}, {@code country/DE} or {@code subdivision/US-CA}
 */
public record GeoConfig(Path file, SortedMap<String, Region> regions) {

    private static final int MOST_REGIONS = 256;
    private static final Pattern CODE =
            Pattern.compile("continent/(AF|AN|AS|EU|NA|OC|SA)|country/[A-Z]{2}|subdivision/[A-Z]{2}-[A-Z0-9]{1,3}");

    public GeoConfig {
        regions = Collections.unmodifiableSortedMap(new TreeMap<>(regions));
    }

    /** From the codes of each region. */
    public static GeoConfig of(Path file, SortedMap<Region, List<String>> codes) {
        if (codes.isEmpty()) {
            throw new IllegalArgumentException(
                    "dns.geo.regions is empty: name the codes of each region, such as {eu: [continent/EU]}");
        }
        if (codes.size() > MOST_REGIONS) {
            throw new IllegalArgumentException(
                    "dns.geo.regions has " + codes.size() + " regions: name at most " + MOST_REGIONS);
        }
        SortedMap<String, Region> regions = new TreeMap<>();
        codes.forEach((region, own) -> own.forEach(code -> {
            if (!CODE.matcher(code).matches()) {
                throw new IllegalArgumentException("dns.geo.regions." + region + " names '" + code
                        + "', which is no code: write continent/EU, country/DE or subdivision/US-CA, in capitals");
            }
            Region before = regions.put(code, region);
            if (before != null) {
                throw new IllegalArgumentException("dns.geo.regions." + region + " names " + code + ", which " + before
                        + " names too: leave it in one place");
            }
        }));
        return new GeoConfig(file, regions);
    }
}
