package ai.magibu.adaptation.internal.surgery;

import ai.magibu.adaptation.api.AdaptationException;
import ai.magibu.adaptation.corpus.Corpus;
import ai.magibu.adaptation.internal.count.TextCounter;
import ai.magibu.adaptation.internal.count.TextCounts;
import ai.magibu.adaptation.internal.count.WordList;
import ai.magibu.adaptation.internal.tokenizer.TextCutter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The texts and word lists that a surgery learns from, by language. Not safe for concurrent use. */
public final class Texts {

    private final Map<String, List<Corpus>> corpora = new TreeMap<>();
    private final Map<String, List<Path>> wordLists = new TreeMap<>();
    private final Map<String, Double> weights = new TreeMap<>();
    private final Set<String> learned = new TreeSet<>();

    /** Adds running text. */
    public void corpus(Corpus corpus) {
        corpora.computeIfAbsent(corpus.language(), language -> new ArrayList<>()).add(corpus);
    }

    /** Adds a word list. */
    public void wordList(String language, Path file) {
        wordLists.computeIfAbsent(language, name -> new ArrayList<>()).add(file);
    }

    /** Sets the weight of a language; the default is 1. */
    public void weight(String language, double weight) {
        weights.put(language, weight);
    }

    /** Adds a language that new tokens are learned from; the default is all. */
    public void learnFrom(String language) {
        learned.add(language);
    }

    /** Returns the languages that new tokens are learned from. */
    public Set<String> learned() {
        return learned.isEmpty() ? languages() : learned;
    }

    /**
     * Counts all texts, in the order of the languages' names.
     *
     * @throws AdaptationException if a text cannot be read, or a language has no words
     */
    public List<LanguageCounts> count(TextCutter cutter, int threads, Consumer<String> progress) {
        Set<String> languages = languages();
        if (languages.isEmpty()) {
            throw new AdaptationException("There are no texts to learn from. Name a corpus or a word list.");
        }
        requireKnown(weights.keySet(), languages, "There is a weight for");
        requireKnown(learned, languages, "New tokens are learned from");
        List<LanguageCounts> counts = new ArrayList<>();
        for (String language : languages) {
            progress.accept("counting " + language);
            TextCounts text = new TextCounts();
            for (Corpus corpus : corpora.getOrDefault(language, List.of())) {
                text.include(TextCounter.count(corpus, cutter, threads));
            }
            TextCounts list = new TextCounts();
            wordLists.getOrDefault(language, List.of()).forEach(file -> WordList.count(file, language, cutter, list));
            counts.add(new LanguageCounts(language, weights.getOrDefault(language, 1.0), text, list));
        }
        return counts;
    }

    private Set<String> languages() {
        Set<String> languages = new TreeSet<>(corpora.keySet());
        languages.addAll(wordLists.keySet());
        return languages;
    }

    private static void requireKnown(Collection<String> languages, Set<String> known, String what) {
        languages.stream().filter(language -> !known.contains(language)).findFirst().ifPresent(language -> {
            throw new AdaptationException(
                    what + " " + language + ", which has no texts. Name a corpus or a word list for it.");
        });
    }
}
