package ai.magibu.evaluation;

import java.util.ArrayList;
import java.util.List;

import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;

/** Counts letters: a cheap encoder that remembers what it was asked for, and may fail after some texts. */
class LetterEncoder implements TextEncoder {

    static final int DIMENSIONS = 26;

    final List<String> texts = new ArrayList<>();
    final List<TextRole> roles = new ArrayList<>();
    private final String prompts;
    private final int failAfter;

    LetterEncoder() {
        this("none", Integer.MAX_VALUE);
    }

    LetterEncoder(String prompts, int failAfter) {
        this.prompts = prompts;
        this.failAfter = failAfter;
    }

    @Override
    public EncoderSettings settings() {
        return new EncoderSettings("test/letters", "1", "fp32", prompts, DIMENSIONS, 100);
    }

    @Override
    public EncodedTexts encode(List<String> batch, TextRole role) {
        if (texts.size() + batch.size() > failAfter) {
            throw new IllegalStateException("killed");
        }
        texts.addAll(batch);
        roles.add(role);
        return new EncodedTexts(batch.stream().map(this::vector).toList(), batch.size(), 0);
    }

    float[] vector(String text) {
        float[] vector = new float[DIMENSIONS];
        text.chars().filter(letter -> letter >= 'a' && letter <= 'z').forEach(letter -> vector[letter - 'a']++);
        vector[0] += 0.5f;
        return vector;
    }
}
