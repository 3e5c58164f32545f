package ai.magibu.adaptation.internal.tokenizer;

import ai.magibu.adaptation.internal.bpe.BpeModel;
import ai.magibu.adaptation.internal.bpe.Segmenter;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Encodes the parts of texts that {@link TextCutter} makes. Not safe for concurrent use. */
public final class PartTokens {

    private final Segmenter segmenter;
    private final Map<String, Integer> added = new HashMap<>();

    /**
     * Prepares a model.
     *
     * @param addedTokens the added tokens; those that the model has not are ignored
     */
    public PartTokens(BpeModel model, Collection<String> addedTokens) {
        this.segmenter = new Segmenter(model);
        for (String token : addedTokens) {
            int id = model.id(token);
            if (id >= 0) {
                added.put(token, id);
            }
        }
    }

    /** Returns the IDs of a part's tokens. */
    public int[] of(String part) {
        Integer id = added.get(part);
        return id == null ? segmenter.segment(part) : new int[] {id};
    }
}
