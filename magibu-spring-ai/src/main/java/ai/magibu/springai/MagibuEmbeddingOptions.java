package ai.magibu.springai;

import ai.magibu.embedding.api.OnTooLong;
import ai.magibu.embedding.api.Prompt;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.EmbeddingOptions;

/**
 * Options for one call of a {@link MagibuEmbeddingModel}. Options that are not set (null) have the model's values. Values are checked
 * when they are used. Immutable.
 */
public final class MagibuEmbeddingOptions implements EmbeddingOptions {

    private final @Nullable String model;
    private final @Nullable Integer dimensions;
    private final @Nullable Prompt prompt;
    private final @Nullable OnTooLong onTooLong;

    private MagibuEmbeddingOptions(Builder builder) {
        this.model = builder.model;
        this.dimensions = builder.dimensions;
        this.prompt = builder.prompt;
        this.onTooLong = builder.onTooLong;
    }

    /** Returns a builder of options. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the name of the expected model; a model with another name rejects the call. Null or blank: any model. */
    @Override
    public @Nullable String getModel() {
        return model;
    }

    /** Returns the length of the vectors (Matryoshka), from 1 to the model's. Null: the embedder's. */
    @Override
    public @Nullable Integer getDimensions() {
        return dimensions;
    }

    /**
     * Returns the prompt before each text. Null: the model's {@linkplain MagibuEmbeddingModel.Builder#documentPrompt document
     * prompt} for documents, and its {@linkplain MagibuEmbeddingModel.Builder#defaultPrompt default prompt} for strings.
     */
    public @Nullable Prompt getPrompt() {
        return prompt;
    }

    /** Returns the policy for texts above the limit. Null: the embedder's. */
    public @Nullable OnTooLong getOnTooLong() {
        return onTooLong;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MagibuEmbeddingOptions that
                && Objects.equals(model, that.model)
                && Objects.equals(dimensions, that.dimensions)
                && Objects.equals(prompt, that.prompt)
                && onTooLong == that.onTooLong;
    }

    @Override
    public int hashCode() {
        return Objects.hash(model, dimensions, prompt, onTooLong);
    }

    @Override
    public String toString() {
        return "MagibuEmbeddingOptions{model=" + model + ", dimensions=" + dimensions + ", prompt=" + prompt + ", onTooLong="
                + onTooLong + "}";
    }

    /** Builds {@link MagibuEmbeddingOptions}. Not thread-safe. */
    public static final class Builder implements EmbeddingOptions.Builder {

        private @Nullable String model;
        private @Nullable Integer dimensions;
        private @Nullable Prompt prompt;
        private @Nullable OnTooLong onTooLong;

        private Builder() {}

        /** Sets the name of the expected model; see {@link #getModel()}. */
        @Override
        public Builder model(@Nullable String model) {
            this.model = model;
            return this;
        }

        /** Sets the length of the vectors; see {@link #getDimensions()}. */
        @Override
        public Builder dimensions(@Nullable Integer dimensions) {
            this.dimensions = dimensions;
            return this;
        }

        /** Sets the prompt; see {@link #getPrompt()}. */
        public Builder prompt(@Nullable Prompt prompt) {
            this.prompt = prompt;
            return this;
        }

        /** Sets the policy for texts above the limit; see {@link #getOnTooLong()}. */
        public Builder onTooLong(@Nullable OnTooLong onTooLong) {
            this.onTooLong = onTooLong;
            return this;
        }

        @Override
        public MagibuEmbeddingOptions build() {
            return new MagibuEmbeddingOptions(this);
        }
    }
}
