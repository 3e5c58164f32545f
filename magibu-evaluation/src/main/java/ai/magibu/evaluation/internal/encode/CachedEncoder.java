package ai.magibu.evaluation.internal.encode;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.magibu.evaluation.api.EncodedTexts;
import ai.magibu.evaluation.api.EncoderSettings;
import ai.magibu.evaluation.api.EncodingListener;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.api.TextEncoder;
import ai.magibu.evaluation.api.TextRole;
import ai.magibu.evaluation.internal.result.RunName;
import ai.magibu.evaluation.internal.vector.Vectors;

/** An encoder that keeps its vectors on disk, so that no text goes through the model twice, not even in another run. */
public final class CachedEncoder implements Closeable {

    /** Small enough that little is lost when a run is killed, large enough that the model can form full batches. */
    private static final int GROUP_CHARACTERS = 65_536;
    private static final int GROUP_TEXTS = 256;

    private final TextEncoder encoder;
    private final VectorCache cache;

    private CachedEncoder(TextEncoder encoder, VectorCache cache) {
        this.encoder = encoder;
        this.cache = cache;
    }

    /**
     * Opens the vectors of an encoder in the folder of all results.
     *
     * @throws EvaluationException if another process uses them, or they cannot be read or written
     */
    public static CachedEncoder open(TextEncoder encoder, Path output) {
        Path folder = output.resolve("vectors").resolve(RunName.vectors(encoder.settings()));
        return new CachedEncoder(encoder, VectorCache.open(folder, encoder.settings().dimensions()));
    }

    /** Returns the settings of the encoder. */
    public EncoderSettings settings() {
        return encoder.settings();
    }

    /** Closes the vectors; the encoder stays open. */
    @Override
    public void close() {
        cache.close();
    }

    /** Encodes the texts that have no vectors yet, longest first, so that the estimate of the remaining time is on the safe side. */
    public EncodingCost encode(List<RoleTexts> sides, EncodingListener listener) {
        Set<TextKey> distinct = new HashSet<>();
        Map<TextRole, Map<TextKey, String>> missing = new LinkedHashMap<>();
        long all = 0;
        for (RoleTexts side : sides) {
            Map<TextKey, String> missingHere = missing.computeIfAbsent(side.role(), role -> new LinkedHashMap<>());
            for (String text : side.texts()) {
                TextKey key = key(side.role(), text);
                if (distinct.add(key) && !cache.contains(key)) {
                    missingHere.put(key, text);
                    all += text.length();
                }
            }
        }
        return new Work(all, listener).run(missing, distinct.size());
    }

    /** Returns the vectors of texts that {@link #encode} has seen. */
    public Vectors vectors(TextRole role, List<String> texts) {
        return cache.vectors(texts.stream().map(text -> key(role, text)).toList());
    }

    private TextKey key(TextRole role, String text) {
        return TextKey.of(encoder.settings(), role, text);
    }

    private final class Work {
        private final long allCharacters;
        private final EncodingListener listener;
        private long doneCharacters;
        private int encodedTexts;
        private long tokens;
        private long truncated;
        private long nanos;

        Work(long allCharacters, EncodingListener listener) {
            this.allCharacters = allCharacters;
            this.listener = listener;
        }

        EncodingCost run(Map<TextRole, Map<TextKey, String>> missing, int texts) {
            missing.forEach(this::encode);
            return new EncodingCost(Duration.ofNanos(nanos), texts, encodedTexts, tokens, truncated);
        }

        private void encode(TextRole role, Map<TextKey, String> missing) {
            List<Map.Entry<TextKey, String>> sorted = new ArrayList<>(missing.entrySet());
            sorted.sort(Comparator.comparingInt(entry -> -entry.getValue().length()));
            for (int first = 0; first < sorted.size();) {
                int end = first;
                for (int characters = 0; end < sorted.size() && end - first < GROUP_TEXTS && characters < GROUP_CHARACTERS; end++) {
                    characters += sorted.get(end).getValue().length();
                }
                encode(role, sorted.subList(first, end));
                first = end;
            }
        }

        private void encode(TextRole role, List<Map.Entry<TextKey, String>> group) {
            List<String> texts = group.stream().map(Map.Entry::getValue).toList();
            long start = System.nanoTime();
            EncodedTexts encoded = encoder.encode(texts, role);
            nanos += System.nanoTime() - start;
            check(texts, encoded.vectors());
            cache.append(group.stream().map(Map.Entry::getKey).toList(), encoded.vectors());
            encodedTexts += texts.size();
            tokens = tokens < 0 || encoded.tokens() < 0 ? -1 : tokens + encoded.tokens();
            truncated = truncated < 0 || encoded.truncated() < 0 ? -1 : truncated + encoded.truncated();
            doneCharacters += texts.stream().mapToLong(String::length).sum();
            listener.encoded(doneCharacters, allCharacters);
        }

        private void check(List<String> texts, List<float[]> vectors) {
            String model = encoder.settings().model();
            if (vectors.size() != texts.size()) {
                throw new EvaluationException(model + " returned " + vectors.size() + " vectors for " + texts.size() + " texts.");
            }
            for (int i = 0; i < vectors.size(); i++) {
                VectorCheck.check(vectors.get(i), encoder.settings().dimensions(),
                        model + ", vector of the text \"" + VectorCheck.excerpt(texts.get(i)) + "\"");
            }
        }
    }
}
