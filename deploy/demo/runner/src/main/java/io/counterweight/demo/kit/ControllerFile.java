package io.counterweight.demo.kit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes one controller's configuration file: every default stays, but for what the world needs on loopback. */
final class ControllerFile {
    private ControllerFile() {}

    /**
     * The file's text.
     *
     * @param more further YAML at the top level, such as a {@code timing} section; may be empty
     */
    static String text(List<Site> sites, Site site, int n, Path shared, String more) {
        List<String> lines = new ArrayList<>();
        lines.add("controller: {site: %s, name: %s}".formatted(site.name(), Site.letter(n)));
        lines.add("topology: {datacenters: %s, witnesses: %s}".formatted(names(sites, true), names(sites, false)));
        lines.addAll(gossip(sites, site, n, shared));
        if (site.datacenter()) {
            lines.addAll(dns(sites, site, n));
        }
        lines.add("api: {listen: \"%s:%d\", tokens: %s}"
                .formatted(site.controller(n), Site.API_PORT, shared.resolve("tokens")));
        lines.add("probes:");
        lines.add("  source: " + site.controller(n));
        lines.add("  anchors: " + quoted(site.anchors(), Site.ANCHOR_PORT));
        lines.add("  controlTargets: " + quoted(List.of(site.controlTarget()), Site.ANCHOR_PORT));
        lines.add("journal: {directory: journal-" + site.name() + "-" + Site.letter(n) + "}");
        lines.add(more);
        return String.join("\n", lines) + "\n";
    }

    private static List<String> gossip(List<Site> sites, Site site, int n, Path shared) {
        Path certificates = shared.resolve("certs");
        List<String> lines = new ArrayList<>(List.of(
                "gossip:",
                "  listen: \"%s:%d\"".formatted(site.controller(n), Site.HAZELCAST_PORT),
                "  members: " + quoted(each(site, site::controller), Site.HAZELCAST_PORT),
                "  link: \"%s:%d\"".formatted(site.controller(n), Site.LINK_PORT),
                "  source: " + site.controller(n),
                "  identity: " + certificates.resolve(site.name()).resolve("identity.p12"),
                "  passwordFile: " + certificates.resolve(site.name()).resolve("password"),
                "  authority: " + certificates.resolve("ca.pem"),
                "  peers:"));
        sites.stream()
                .filter(peer -> !peer.equals(site))
                .forEach(peer ->
                        lines.add("    " + peer.name() + ": " + quoted(each(peer, peer::link), Site.LINK_PORT)));
        return lines;
    }

    private static List<String> dns(List<Site> sites, Site site, int n) {
        String nameservers = sites.stream()
                .filter(Site::datacenter)
                .flatMap(each -> IntStream.rangeClosed(1, each.controllers())
                        .mapToObj(k -> "ns-%s-%s: [%s]".formatted(each.name(), Site.letter(k), each.controller(k))))
                .collect(Collectors.joining(", "));
        return List.of(
                "dns:",
                "  listen: [\"%s:%d\"]".formatted(site.controller(n), Site.DNS_PORT),
                "  zone: " + NameServer.ZONE,
                "  nameservers: {" + nameservers + "}",
                "  rateLimit: {exempt: [127.0.0.0/8]}");
    }

    private static List<String> each(Site site, java.util.function.IntFunction<String> address) {
        return IntStream.rangeClosed(1, site.controllers()).mapToObj(address).toList();
    }

    private static String names(List<Site> sites, boolean datacenters) {
        return sites.stream()
                .filter(site -> site.datacenter() == datacenters)
                .map(Site::name)
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(List<String> hosts, int port) {
        return hosts.stream().map(host -> "\"" + host + ":" + port + "\"").collect(Collectors.joining(", ", "[", "]"));
    }
}
