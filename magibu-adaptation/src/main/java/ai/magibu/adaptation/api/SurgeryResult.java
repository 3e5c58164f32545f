package ai.magibu.adaptation.api;

import java.nio.file.Path;
import java.util.List;

/**
 * The result of a tokenizer surgery.
 *
 * @param tokenizer the written {@code tokenizer.json}
 * @param teacherTokens the number of tokens of the teacher
 * @param requestedSize the number of tokens that was asked for; there are fewer if the texts have no more pairs
 * @param keptTokens the number of tokens that stayed
 * @param returnedTokens the number of removed tokens that training brought back; they count as new
 * @param newTokens the new tokens in the order of their IDs
 * @param unreachable new tokens that the tokenizer does not make of their own text
 * @param teacherMerges the number of merges of the teacher
 * @param merges the number of merges
 * @param tokensWithoutRow added tokens of the teacher beyond its vocabulary, which were left out because no model has rows for them
 * @param languages the texts that were counted
 * @param fertility the tokens of counted and held-out texts
 */
public record SurgeryResult(
        Path tokenizer,
        int teacherTokens,
        int requestedSize,
        int keptTokens,
        int returnedTokens,
        List<NewToken> newTokens,
        List<String> unreachable,
        int teacherMerges,
        int merges,
        List<String> tokensWithoutRow,
        List<CountedTexts> languages,
        List<TextFertility> fertility) {

    /** Copies the lists. */
    public SurgeryResult {
        newTokens = List.copyOf(newTokens);
        unreachable = List.copyOf(unreachable);
        tokensWithoutRow = List.copyOf(tokensWithoutRow);
        languages = List.copyOf(languages);
        fertility = List.copyOf(fertility);
    }

    /** Returns the number of tokens, which is the number of rows of an embedding matrix. */
    public int size() {
        return keptTokens + newTokens.size();
    }

    /** Returns the share of new tokens that the tokenizer makes of their own text, 0…1; 1 without new tokens. */
    public double reachable() {
        return newTokens.isEmpty() ? 1 : 1 - (double) unreachable.size() / newTokens.size();
    }
}
