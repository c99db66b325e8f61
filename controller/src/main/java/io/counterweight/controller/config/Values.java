package io.counterweight.controller.config;

import io.counterweight.controller.config.ControllerConfig.Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Single values of the configuration file; what is wrong is an {@link IllegalArgumentException} with field, value, rule, next step. */
final class Values {
    private static final int HIGHEST_PORT = 65_535;

    private Values() {}

    static <T> T need(String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing: docs/configuration.md explains it");
        }
        return value;
    }

    static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    static Duration time(String field, @Nullable String text, Duration otherwise) {
        return text == null ? otherwise : Times.parse(field, text);
    }

    static int atLeast(int least, String field, @Nullable Integer value, int otherwise) {
        if (value != null && value < least) {
            throw new IllegalArgumentException(field + " is " + value + ": use " + least + " or more");
        }
        return or(value, otherwise);
    }

    /** A name or another value that checks itself. */
    static <T> T named(String field, @Nullable String text, Function<String, T> reader) {
        try {
            return reader.apply(need(field, text));
        } catch (IllegalArgumentException e) {
            String words = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(words.startsWith(field) ? words : field + ": " + words, e);
        }
    }

    /** A list without gaps and repetitions; a list that is left out is empty. */
    static List<String> texts(String field, @Nullable List<String> texts) {
        List<String> given = or(texts, List.of());
        if (given.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(field + " has an empty entry: take it out or fill it in");
        }
        TreeSet<String> seen = new TreeSet<>();
        for (String each : given) {
            if (!seen.add(each)) {
                throw new IllegalArgumentException(field + " names '" + each + "' twice: take one of them out");
            }
        }
        return given;
    }

    static List<Address> addresses(String field, @Nullable List<String> texts) {
        List<Address> addresses = new ArrayList<>();
        texts(field, texts).forEach(text -> addresses.add(address(field, text)));
        return addresses;
    }

    static Address address(String field, @Nullable String written) {
        String text = need(field, written);
        int colon = text.lastIndexOf(':');
        if (colon > 0) {
            String host = text.substring(0, colon).replaceAll("[\\[\\]]", "");
            return new Address(literal(field, host).getHostAddress(), port(field, text, text.substring(colon + 1)));
        }
        throw new IllegalArgumentException(field + " '" + text + "' must be written address:port, with a literal IP");
    }

    private static int port(String field, String text, String port) {
        try {
            int number = Integer.parseInt(port);
            if (number > 0 && number <= HIGHEST_PORT) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(field + " '" + text + "' has no port number: write address:port", e);
        }
        throw new IllegalArgumentException(
                field + " '" + text + "' has a port outside 1.." + HIGHEST_PORT + ": write address:port");
    }

    static InetAddress literal(String field, String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    field + " '" + host + "' is no literal IP address: host names are not looked up here", e);
        }
    }

    static Path existing(Path base, String field, @Nullable String text) {
        Path path = base.resolve(need(field, text));
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw new IllegalArgumentException(
                    field + " names " + path + ", which cannot be read: create it or correct it");
        }
        return path;
    }
}
