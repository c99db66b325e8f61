package io.counterweight.controller.intent;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Reads where an application is told or asked something: a URL that needs no name server. */
final class HookUrl {
    private static final int LONGEST = 1024;
    private static final String WRONG =
            "must be an http or https URL with a literal IP address and no user, such as http://10.1.0.21:8080/role";

    private HookUrl() {}

    static String read(Fields fields, String name) {
        String text = fields.text(name);
        try {
            URI url = new URI(text);
            boolean plain = url.getRawUserInfo() == null && url.getRawFragment() == null && url.getHost() != null;
            if (plain && List.of("http", "https").contains(url.getScheme()) && text.length() <= LONGEST) {
                InetAddress.ofLiteral(url.getHost());
                return text;
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new InvalidIntent(fields.at(name), WRONG);
        }
        throw new InvalidIntent(fields.at(name), WRONG);
    }
}
