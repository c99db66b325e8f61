package io.counterweight.demo.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Tells a running edge what to do. */
public final class Edge {
    /** Kinds of routes. */
    public static final String LINK = "link";

    public static final String PUBLISHED = "published";
    public static final String CONTROL_TARGET = "control-target";
    public static final String ANCHOR = "anchor";

    private static final int PATIENCE_MILLIS = 20_000;
    private static final Duration OPENS_WITHIN = Duration.ofMinutes(1);

    private final String address;

    Edge(String address) {
        this.address = address;
    }

    /** From now on nothing that this site sends arrives at routes of this kind, nor comes back to it. */
    public void swallow(Site source, String kind) {
        say("swallow " + source.prefix() + " " + kind);
    }

    public void allow(Site source, String kind) {
        say("allow " + source.prefix() + " " + kind);
    }

    /** Closes the ports of this kind: whoever connects is refused. */
    public void shut(String kind) {
        say("shut " + kind);
    }

    public void open(String kind) {
        say("open " + kind);
    }

    /** An edge that has just been started needs a moment to listen. */
    private void say(String command) {
        World.await("the edge's control port at " + address + " is open", OPENS_WITHIN, this::listens);
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(address, Site.CONTROL_PORT), PATIENCE_MILLIS);
            new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8).println(command);
            String answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (!"ok".equals(answer)) {
                throw new IllegalStateException("edge " + address + " answered '" + answer + "' to: " + command);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("edge " + address + " did not take: " + command, e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, Site.CONTROL_PORT), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
