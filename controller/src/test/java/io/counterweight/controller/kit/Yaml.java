package io.counterweight.controller.kit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A configuration file in the making: a whole one that is valid, changed key by key. Written to a folder of the test. */
public final class Yaml {
    private static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());
    private static final String WHOLE = """
            controller: {site: east, name: a}
            topology: {datacenters: [east, west], witnesses: [witness]}
            gossip:
              listen: 127.0.0.1:5701
              link: 127.0.0.1:7443
              peers: {west: ["127.0.0.2:7443"], witness: ["127.0.0.3:7443"]}
              identity: identity.p12
              passwordFile: password
              authority: ca.pem
            dns:
              listen: ["127.0.0.1:5300"]
              zone: example.test.
              nameservers: {ns1: [127.0.0.1]}
            api: {listen: "127.0.0.1:8080"}
            probes:
              anchors: ["127.0.0.9:9000", "127.0.0.10:9000", "127.0.0.11:9000"]
              controlTargets: ["127.0.0.1:5701"]
            journal: {directory: journal}
            """;

    private final Path directory;
    private final ObjectNode root;

    private Yaml(Path directory, ObjectNode root) {
        this.directory = directory;
        this.root = root;
    }

    /** Valid, for the controller {@code east/a}; the files that it names are there, copied for this test. */
    public static Yaml whole(Path directory) {
        try {
            Certificates certificates = Certificates.of("east");
            copy(certificates.identity("east"), directory.resolve("identity.p12"));
            copy(certificates.password("east"), directory.resolve("password"));
            copy(certificates.authority(), directory.resolve("ca.pem"));
            return new Yaml(directory, (ObjectNode) MAPPER.readTree(WHOLE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Sets a key, such as {@code gossip.listen}, to a value written as YAML. */
    public Yaml with(String key, String value) {
        try {
            ObjectNode section = section(key);
            section.set(last(key), MAPPER.readTree(value));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Yaml without(String key) {
        section(key).remove(last(key));
        return this;
    }

    public Yaml identity(Certificates certificates, String site) {
        return with("gossip.identity", quoted(certificates.identity(site)))
                .with("gossip.passwordFile", quoted(certificates.password(site)))
                .with("gossip.authority", quoted(certificates.authority()));
    }

    public static String quoted(Object text) {
        return "\"" + text + "\"";
    }

    private ObjectNode section(String key) {
        ObjectNode section = root;
        String[] parts = key.split("\\.", -1);
        for (int i = 0; i < parts.length - 1; i++) {
            if (!section.path(parts[i]).isObject()) {
                section.set(parts[i], JsonNodeFactory.instance.objectNode());
            }
            section = (ObjectNode) section.get(parts[i]);
        }
        return section;
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    public Path write() {
        try {
            return Files.writeString(directory.resolve("counterweight.yaml"), MAPPER.writeValueAsString(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
