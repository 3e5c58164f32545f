package ai.magibu.evaluation.internal.encode;

import java.nio.ByteBuffer;

import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.TextRole;

/** The first 128 bits of the SHA-256 of a text and its prompt. */
record TextKey(long high, long low) {

    static final int BYTES = 16;

    /** Returns the key of a text in a role. Without prompts, the vector does not depend on the role. */
    static TextKey of(EncoderSettings settings, TextRole role, String text) {
        Hasher hasher = new Hasher();
        hasher.add(settings.prompts().equals("none") ? "" : role.task() + "/" + role.type() + "/" + role.side());
        hasher.add(text);
        return read(ByteBuffer.wrap(hasher.bytes()));
    }

    static TextKey read(ByteBuffer bytes) {
        return new TextKey(bytes.getLong(), bytes.getLong());
    }

    void write(ByteBuffer bytes) {
        bytes.putLong(high).putLong(low);
    }
}
