package io.counterweight.demo.kit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** One of the built-in name servers, asked over the wire. */
public final class NameServer {
    /** The zone of every world. */
    public static final String ZONE = "example.test.";

    /** What it said. */
    public record Answer(int rcode, List<String> addresses, long ttlSeconds) {
        public String rcodeWord() {
            return Rcode.string(rcode);
        }
    }

    private final String address;
    private final Duration patience;

    public NameServer(String address, Duration patience) {
        this.address = address;
        this.patience = patience;
    }

    public String address() {
        return address;
    }

    /** Asks for a service's IPv4 addresses; empty when it is silent. */
    public Optional<Answer> addresses(String host) {
        try {
            SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(address, Site.DNS_PORT));
            resolver.setTimeout(patience);
            Message answer = resolver.send(
                    Message.newQuery(Record.newRecord(Name.fromString(host + "." + ZONE), Type.A, DClass.IN)));
            List<Record> records = answer.getSection(Section.ANSWER).stream()
                    .filter(ARecord.class::isInstance)
                    .toList();
            return Optional.of(new Answer(
                    answer.getRcode(),
                    records.stream()
                            .map(record -> ((ARecord) record).getAddress().getHostAddress())
                            .toList(),
                    records.isEmpty() ? 0 : records.getFirst().getTTL()));
        } catch (TextParseException e) {
            throw new IllegalArgumentException(host, e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
