package io.counterweight.controller.hook;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** The beginning of an answer's body, as one line that may stand in a log; the rest is thrown away. One for each answer. */
final class FirstWords implements Consumer<Optional<byte[]>> {
    private static final int MOST_BYTES = 200;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(MOST_BYTES);

    static BodyHandler<String> handler() {
        return answer -> {
            FirstWords words = new FirstWords();
            return BodySubscribers.mapping(BodySubscribers.ofByteArrayConsumer(words), ended -> words.text());
        };
    }

    @Override
    public void accept(Optional<byte[]> part) {
        part.ifPresent(bytes -> kept.write(bytes, 0, Math.min(bytes.length, MOST_BYTES - kept.size())));
    }

    /** What is no printable letter, sign or space becomes a space. */
    private String text() {
        return kept.toString(StandardCharsets.UTF_8)
                .replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]+", " ")
                .strip();
    }
}
