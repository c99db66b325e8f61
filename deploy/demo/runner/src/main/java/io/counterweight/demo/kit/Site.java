package io.counterweight.demo.kit;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One site of a world, and its loopback addresses: {@code 127.<network>.<number>.x}.
 *
 * @param network keeps worlds that live at the same time apart, 1 to 254
 * @param number the site within the world, 1 to 99
 * @param controllers how many controllers it has
 * @param datacenter false for a witness, which serves nothing
 */
public record Site(String name, int network, int number, int controllers, boolean datacenter) {
    public static final int HAZELCAST_PORT = 5701;
    public static final int LINK_PORT = 7443;
    public static final int API_PORT = 8081;
    public static final int DNS_PORT = 5300;
    public static final int ANCHOR_PORT = 9000;
    public static final int CONTROL_PORT = 9901;

    /** What every address of the site begins with. */
    public String prefix() {
        return "127." + network + "." + number + ".";
    }

    public String address(int host) {
        return prefix() + host;
    }

    /** The n-th controller's own address; n from 1. */
    public String controller(int n) {
        return address(n);
    }

    /** {@code a}, {@code b} and so on. */
    public static String letter(int n) {
        return String.valueOf((char) ('a' + n - 1));
    }

    /** Where other sites reach the n-th controller's link: at the site's edge. */
    public String link(int n) {
        return address(200 + n);
    }

    /** Something of the site's own that always answers while the site lives. */
    public String controlTarget() {
        return address(90);
    }

    public String edgeControl() {
        return address(99);
    }

    /** The anchors that this site's controllers watch, outside of it. */
    public List<String> anchors() {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(n -> "127." + network + ".100." + (10 * number + n))
                .toList();
    }
}
