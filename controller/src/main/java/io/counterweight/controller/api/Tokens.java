package io.counterweight.controller.api;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The bearer tokens of one file: a line each, {@code name role sha256-of-the-token}, the role being reader, operator or
 * {@code service:<name>}. The file holds no token, only what it is recognised by.
 */
public final class Tokens {
    /** Who may do what. */
    public record Caller(String name, String role) {
        static final String OPERATOR = "operator";
        static final String READER = "reader";
        private static final String SERVICE = "service:";

        public boolean mayRead() {
            return role.equals(READER) || role.equals(OPERATOR);
        }

        public boolean mayOperate() {
            return role.equals(OPERATOR);
        }

        public boolean maySignal(String service) {
            return mayOperate() || role.equals(SERVICE + service);
        }

        /** A service may ask whether what it needs itself is there. */
        boolean mayAskFor(String path) {
            return role.startsWith(SERVICE) && path.equals(Dependencies.PATH + role.substring(SERVICE.length()));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compared in constant time
    private record Line(Caller caller, byte[] hash) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Line that && caller.equals(that.caller) && MessageDigest.isEqual(hash, that.hash);
        }

        @Override
        public int hashCode() {
            return caller.hashCode();
        }
    }

    private static final Pattern ROLE = Pattern.compile("reader|operator|service:[a-z0-9-]{1,63}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private final List<Line> lines;

    private Tokens(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Reads the file; a line that is wrong is an {@link IllegalArgumentException} with its number. */
    public static Tokens read(Path file) throws IOException {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String text : lines(file)) {
            number++;
            String line = text.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", -1);
            if (parts.length != 3
                    || !ROLE.matcher(parts[1]).matches()
                    || !HASH.matcher(parts[2]).matches()) {
                throw new IllegalArgumentException(
                        "api.tokens, line " + number
                                + ": write a name, a role (reader, operator or service:<name>) and the token's SHA-256 in hexadecimal");
            }
            lines.add(new Line(new Caller(parts[0], parts[1]), HexFormat.of().parseHex(parts[2])));
        }
        return new Tokens(lines);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "api.tokens names " + file + ", which is no text: name the file of tokens", e);
        }
    }

    public Optional<Caller> caller(String token) {
        byte[] hash = sha256(token);
        Optional<Caller> found = Optional.empty();
        for (Line line : lines) {
            if (MessageDigest.isEqual(line.hash(), hash)) {
                found = Optional.of(line.caller());
            }
        }
        return found;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
