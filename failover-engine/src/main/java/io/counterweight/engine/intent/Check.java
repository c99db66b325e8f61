package io.counterweight.engine.intent;

import java.time.Duration;
import java.util.Optional;

/**
 * How a service's endpoints and published addresses are probed.
 *
 * @param path the HTTP path, or the gRPC service name (empty: the whole server)
 * @param port asked instead of the address's own port, where the health endpoint has one of its own
 * @param hostHeader the HTTP host and TLS server name to ask for, where it is not the address
 * @param statusMin lowest HTTP status that serves, for formats that go by status
 * @param statusMax highest HTTP status that serves
 * @param bodyMatch regular expression that the body must contain, with {@link BodyFormat#TEXT_MATCH}
 * @param identity what must prove that it was this service in this datacenter that answered
 */
public record Check(
        CheckProtocol protocol,
        BodyFormat format,
        String path,
        Optional<Integer> port,
        Optional<String> hostHeader,
        int statusMin,
        int statusMax,
        Optional<String> bodyMatch,
        Optional<Identity> identity,
        Duration interval,
        Duration timeout) {

    /**
     * Proof of identity in an answer: a response header or a field of the JSON body that must hold a text.
     *
     * @param name header name, or JSON field path separated by dots
     * @param expected the text; {@code {service}} and {@code {datacenter}} stand for the names
     */
    public record Identity(Where where, String name, String expected) {
        /** Where the proof stands in the answer. */
        public enum Where {
            HEADER,
            JSON_FIELD
        }
    }

    public static Check http(String path) {
        return new Check(
                CheckProtocol.HTTP,
                BodyFormat.AUTO,
                path,
                Optional.empty(),
                Optional.empty(),
                200,
                299,
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }
}
