package io.counterweight.controller.wire;

import com.hazelcast.nio.serialization.compact.CompactReader;
import com.hazelcast.nio.serialization.compact.CompactSerializer;
import com.hazelcast.nio.serialization.compact.CompactWriter;

/** The envelope's explicit schema for Hazelcast's Compact format. */
public final class EnvelopeSerializer implements CompactSerializer<Envelope> {
    private static final byte[] NOTHING = {};

    @Override
    public Envelope read(CompactReader reader) {
        byte[] body = reader.readArrayOfInt8("body");
        return new Envelope(
                String.valueOf(reader.readString("kind")),
                String.valueOf(reader.readString("key")),
                reader.readInt64("term"),
                reader.readInt64("sequence"),
                body == null ? NOTHING : body);
    }

    @Override
    public void write(CompactWriter writer, Envelope envelope) {
        writer.writeString("kind", envelope.kind());
        writer.writeString("key", envelope.key());
        writer.writeInt64("term", envelope.term());
        writer.writeInt64("sequence", envelope.sequence());
        writer.writeArrayOfInt8("body", envelope.body());
    }

    @Override
    public String getTypeName() {
        return "counterweight.envelope.1";
    }

    @Override
    public Class<Envelope> getCompactClass() {
        return Envelope.class;
    }
}
