package ai.magibu.sample.search;

import ai.magibu.sample.store.ChunkSearch;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Finds a question's words in passages, by the same stems as the text search. */
@Component
class Highlighter {

    /** An apostrophe ends the word that carries the meaning: Gölü'nün. A combining dot (i̇) belongs to its letter. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}]*");

    private final ChunkSearch chunks;

    Highlighter(ChunkSearch chunks) {
        this.chunks = chunks;
    }

    /** For each text its places, in order: beginning and end in UTF-16 units. */
    List<List<int[]>> highlight(String question, List<String> texts) {
        Set<String> words = new LinkedHashSet<>();
        texts.forEach(text -> WORD.matcher(text).results().forEach(word -> words.add(word.group())));
        Set<String> wanted = chunks.ofOneStem(question, words);
        return texts.stream().map(text -> places(text, wanted)).toList();
    }

    private static List<int[]> places(String text, Set<String> wanted) {
        List<int[]> places = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            if (wanted.contains(word.group())) {
                places.add(new int[] {word.start(), word.end()});
            }
        }
        return places;
    }
}
