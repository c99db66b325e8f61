package io.counterweight.controller.intent;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a URL is written that controllers call: it needs no name server, belongs to one host, and holds nothing secret.
 *
 * @param schemes that may be called
 * @param example of one, for errors
 */
record CalledUrl(List<String> schemes, String example) {
    static final CalledUrl HOOK = new CalledUrl(List.of("http", "https"), "http://10.1.0.21:8080/role");
    static final CalledUrl METRICS = new CalledUrl(List.of("http"), "http://10.1.0.21:9100/metrics");

    private static final int LONGEST = 1024;
    private static final int HIGHEST_PORT = 65_535;
    private static final String BROADCAST = "255.255.255.255";
    private static final Pattern SECRET = Pattern.compile(
            "(?i)(?:^|[?&;])([^=&;]*(?:token|secret|passw|pwd|credential|auth|signature|api.?key|access.?key)[^=&;]*|key|sig)=");
    private static final String READABLE =
            "policies hold no secrets, for everyone with the role reader sees them: take it out";

    /** Returns the URL, or says what of it is wrong; what may be secret is not repeated. */
    String check(String field, String url) {
        URI uri = parsed(field, url);
        if (uri.getRawUserInfo() != null) {
            throw new InvalidIntent(field, "names a user or a password before the '@': " + READABLE);
        }
        Matcher secret = SECRET.matcher(Optional.ofNullable(uri.getRawQuery()).orElse(""));
        if (secret.find()) {
            throw new InvalidIntent(
                    field, "hands over '" + Fields.shortened(secret.group(1)) + "' in its query: " + READABLE);
        }
        boolean plain = schemes.contains(String.valueOf(uri.getScheme())) && uri.getRawFragment() == null;
        if (!plain || url.length() > LONGEST) {
            throw strange(field, url);
        }
        if (uri.getPort() == 0 || uri.getPort() > HIGHEST_PORT) {
            throw new InvalidIntent(
                    field, shown(url) + " has port " + uri.getPort() + ": use 1 to " + HIGHEST_PORT + like());
        }
        refuseMany(field, url, address(field, url, uri));
        return url;
    }

    private URI parsed(String field, String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            InvalidIntent strange = strange(field, url);
            strange.initCause(e);
            throw strange;
        }
    }

    private InetAddress address(String field, String url, URI uri) {
        String host = String.valueOf(uri.getHost()).replaceAll("[\\[\\]]", "");
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException e) {
            InvalidIntent strange = strange(field, url);
            strange.initCause(e);
            throw strange;
        }
    }

    /** A link-local address is another host on each machine, and in clouds the one that hands out credentials. */
    private void refuseMany(String field, String url, InetAddress address) {
        if (address.isLinkLocalAddress()) {
            throw new InvalidIntent(
                    field, shown(url) + " has a link-local address, which is another host on each machine" + like());
        }
        boolean many = address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || address.getHostAddress().equals(BROADCAST);
        if (many || url.contains("%25")) {
            throw strange(field, url);
        }
    }

    private InvalidIntent strange(String field, String url) {
        return new InvalidIntent(
                field, shown(url) + " is no " + String.join(" or ", schemes) + " URL of one literal address" + like());
    }

    private String like() {
        return ": write it like " + example;
    }

    private static String shown(String url) {
        return "'" + Fields.shortened(url) + "'";
    }
}
