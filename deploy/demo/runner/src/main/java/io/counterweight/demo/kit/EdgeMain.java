package io.counterweight.demo.kit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A site's edge as a process of its own: forwarders, and a control port that takes one command a line: {@code swallow <source
 * prefix> <kind>}, {@code allow <source prefix> <kind>}, {@code shut <kind>}, {@code open <kind>}; each is answered {@code ok}.
 *
 * <p>Arguments: the control address and port, then the routes as {@code kind,address,port,target,port}; a target of {@code -} makes
 * an address that merely accepts.
 */
public final class EdgeMain {
    private final Gates gates = new Gates();
    private final List<Forwarder> forwarders = new ArrayList<>();

    private EdgeMain(List<String> routes) {
        for (String each : routes) {
            String[] parts = each.split(",", -1);
            Optional<String> target = parts[3].equals("-") ? Optional.empty() : Optional.of(parts[3]);
            forwarders.add(new Forwarder(
                    new Forwarder.Route(
                            parts[0], parts[1], Integer.parseInt(parts[2]), target, Integer.parseInt(parts[4])),
                    gates));
        }
    }

    public static void main(String[] args) throws IOException {
        List<String> arguments = List.of(args);
        EdgeMain edge = new EdgeMain(arguments.subList(2, arguments.size()));
        for (Forwarder forwarder : edge.forwarders) {
            forwarder.open();
        }
        try (ServerSocket control = new ServerSocket()) {
            control.setReuseAddress(true);
            control.bind(new InetSocketAddress(args[0], Integer.parseInt(args[1])));
            while (true) {
                edge.command(control);
            }
        }
    }

    private void command(ServerSocket control) throws IOException {
        try (Socket socket = control.accept();
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            String line = in.readLine();
            out.println(line == null ? "nothing said" : obey(line.split(" ", -1)));
        }
    }

    private String obey(String[] words) throws IOException {
        switch (words[0]) {
            case "swallow" -> gates.swallow(words[1], words[2]);
            case "allow" -> gates.allow(words[1], words[2]);
            case "shut" -> {
                for (Forwarder each : of(words[1])) {
                    each.close();
                }
            }
            case "open" -> {
                for (Forwarder each : of(words[1])) {
                    each.open();
                }
            }
            default -> {
                return "unknown command " + words[0];
            }
        }
        return "ok";
    }

    private List<Forwarder> of(String kind) {
        return forwarders.stream()
                .filter(each -> each.route().kind().equals(kind))
                .toList();
    }
}
