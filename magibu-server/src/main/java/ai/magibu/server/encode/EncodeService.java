package ai.magibu.server.encode;

import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.embedding.MagibuTokenizer;
import ai.magibu.embedding.api.EmbedderClosedException;
import ai.magibu.embedding.api.EncodeOptions;
import ai.magibu.embedding.api.MagibuException;
import ai.magibu.embedding.api.OverloadedException;
import ai.magibu.embedding.api.Passage;
import ai.magibu.embedding.api.Prompt;
import ai.magibu.embedding.api.TextTooLongException;
import ai.magibu.embedding.api.UnknownTokenException;
import ai.magibu.server.ServerSettings;
import ai.magibu.server.encode.Inputs.Input;
import ai.magibu.server.encode.Inputs.Text;
import ai.magibu.server.encode.Inputs.Tokens;
import ai.magibu.server.encode.RequestFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Checks the inputs of requests and encodes them. Thread-safe. */
@Service
public final class EncodeService {

    private static final Logger log = LoggerFactory.getLogger(EncodeService.class);

    private final MagibuEmbedder embedder;
    private final ServerSettings settings;
    private final Throughput throughput;

    EncodeService(MagibuEmbedder embedder, ServerSettings settings, Throughput throughput) {
        this.embedder = embedder;
        this.settings = settings;
        this.throughput = throughput;
    }

    /**
     * Returns the embeddings of a request. Nothing runs before the subscription, and cancelling it frees the model. Every failure is a
     * {@link RequestFailure}.
     *
     * @param inputs the texts; null if the request has none
     * @param titles the titles of all texts; null for none
     */
    public Mono<Encoded> encode(@Nullable Inputs inputs, @Nullable List<@Nullable String> titles, EncodeOptions options) {
        return Mono.fromCallable(() -> passages(inputs, titles, options))
                .subscribeOn(Schedulers.boundedElastic()) // decoding and counting are too slow for an event loop
                .flatMap(passages -> Mono.fromFuture(() -> embedder.embedAsync(passages, options)))
                .map(Encoded::new)
                .onErrorMap(this::failure);
    }

    private List<Passage> passages(@Nullable Inputs inputs, @Nullable List<@Nullable String> titles, EncodeOptions options) {
        if (inputs == null || inputs.list().isEmpty()) {
            throw new RequestFailure(Kind.EMPTY, null, "the request has no text");
        }
        int count = inputs.list().size();
        if (count > settings.maxTexts()) {
            throw new RequestFailure(
                    Kind.INVALID, null, "the request has " + count + " texts; the limit is " + settings.maxTexts() + ". Split the request");
        }
        Integer dimensions = options.dimensions();
        if (dimensions != null && (dimensions < 1 || dimensions > embedder.info().dimension())) {
            throw new RequestFailure(
                    Kind.INVALID, "dimensions", "dimensions is " + dimensions + ", not from 1 to " + embedder.info().dimension());
        }
        if (titles != null) {
            requireTitles(titles, count, options.prompt());
        }
        List<Passage> passages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            passages.add(Passage.titled(titles == null ? null : titles.get(i), text(inputs.list().get(i), i)));
        }
        requireWithinLimit(passages, options.prompt());
        return passages;
    }

    private void requireTitles(List<@Nullable String> titles, int count, Prompt prompt) {
        if (titles.size() != count) {
            throw new RequestFailure(Kind.INVALID, "titles", "there are " + titles.size() + " titles for " + count + " texts");
        }
        if (titles.stream().anyMatch(Objects::nonNull) && !embedder.acceptsTitle(prompt)) {
            throw new RequestFailure(
                    Kind.INVALID, "titles", "the prompt \"" + prompt + "\" has no place for a title. Choose another, or send no titles");
        }
    }

    private String text(Input input, int index) {
        if (input instanceof Text text) {
            return text.text();
        }
        int[] ids = ((Tokens) input).ids();
        if (ids.length == 0) {
            throw new RequestFailure(Kind.EMPTY, null, "text " + index + " is an empty array of token ids");
        }
        String text = embedder.tokenizer().decode(ids);
        if (!isTokenized(ids, embedder.tokenizer(), text)) {
            throw new RequestFailure(
                    Kind.TOKENS, null,
                    "the token ids of text " + index + " are not what this model's tokenizer produces for any text. Send the text itself");
        }
        return text;
    }

    /** Returns whether ids are those of a text, with or without all special tokens around it. */
    private static boolean isTokenized(int[] ids, MagibuTokenizer tokenizer, String text) {
        int[] encoded = tokenizer.encode(text);
        if (Arrays.equals(ids, encoded)) {
            return true;
        }
        int[] around = tokenizer.encode("");
        for (int leading = 0; leading <= around.length && encoded.length == ids.length + around.length; leading++) {
            int end = leading + ids.length;
            if (Arrays.equals(ids, 0, ids.length, encoded, leading, end)
                    && Arrays.equals(around, 0, leading, encoded, 0, leading)
                    && Arrays.equals(around, leading, around.length, encoded, end, encoded.length)) {
                return true;
            }
        }
        return false;
    }

    /** Counts tokens only if there may be too many: a text has no more tokens than bytes. */
    private void requireWithinLimit(List<Passage> passages, Prompt prompt) {
        int limit = settings.maxTokensPerRequest();
        long most = (long) passages.size() * embedder.countTokens(Passage.of(""), prompt);
        for (Passage passage : passages) {
            most += bytes(passage.text()) + (passage.title() == null ? 0 : bytes(passage.title()));
        }
        long tokens = 0;
        for (int i = 0; most > limit && i < passages.size(); i++) {
            tokens += embedder.countTokens(passages.get(i), prompt);
            if (tokens > limit) {
                throw new RequestFailure(
                        Kind.INVALID, null, "the request has more than " + limit + " tokens, prompts included. Split the request");
            }
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private RequestFailure failure(Throwable failure) {
        if (failure instanceof RequestFailure known) {
            return known;
        }
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof TextTooLongException tooLong) {
            return new RequestFailure(Kind.TOO_LONG, null, "text " + tooLong.index() + " has " + tooLong.tokens()
                    + " tokens, prompt and special tokens included; the limit is " + tooLong.limit() + ". Split or shorten it");
        }
        if (failure instanceof OverloadedException overloaded) {
            return new RequestFailure(Kind.OVERLOADED, null, "too many tokens wait for the model. Try again later",
                    throughput.timeFor(overloaded.waitingTokens()), failure);
        }
        if (failure instanceof EmbedderClosedException) {
            return new RequestFailure(Kind.CLOSED, null, "the server is shutting down");
        }
        if (failure instanceof UnknownTokenException) {
            return new RequestFailure(Kind.TOKENS, null, message);
        }
        if (failure instanceof IllegalArgumentException) {
            return new RequestFailure(Kind.INVALID, null, message);
        }
        log.error("The model failed", failure);
        return new RequestFailure(
                Kind.MODEL, null, failure instanceof MagibuException ? "the model failed: " + message : "the model failed", null, failure);
    }
}
