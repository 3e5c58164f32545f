package ai.magibu.embedding.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.embedding.api.EncodeInterruptedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class SentenceChunkerTest {

    private static final ToIntFunction<String> WORDS = text -> text.isBlank() ? 0 : text.strip().split("\\s+").length;
    private static final ToIntFunction<String> CHARACTERS = text -> text.codePointCount(0, text.length());

    @Test
    void sentencesFillAChunkUpToTheLimit() {
        assertThat(chunks("Bir iki üç. Dört beş. Altı yedi sekiz. Dokuz.", 5, 0, WORDS))
                .containsExactly("Bir iki üç. Dört beş.", "Altı yedi sekiz. Dokuz.");
    }

    @Test
    void chunkBeginsWithTheLastSentencesOfTheOneBefore() {
        assertThat(chunks("Bir iki. Üç dört. Beş altı. Yedi sekiz. Dokuz on.", 6, 3, WORDS))
                .containsExactly("Bir iki. Üç dört. Beş altı.", "Beş altı. Yedi sekiz. Dokuz on.");
    }

    @Test
    void overlapGivesWayToASentenceThatNeedsTheRoom() {
        assertThat(chunks("Bir iki. Üç dört. Beş altı yedi sekiz dokuz.", 5, 2, WORDS))
                .containsExactly("Bir iki. Üç dört.", "Beş altı yedi sekiz dokuz.");
    }

    @Test
    void longSentenceIsCutAtWords() {
        assertThat(chunks("Bir iki üç dört beş altı yedi sekiz dokuz on.", 4, 0, WORDS))
                .containsExactly("Bir iki üç dört", "beş altı yedi sekiz", "dokuz on.");
        assertThat(chunks("bir iki üç\u00A0dört beş altı", 2, 1, text -> text.isBlank() ? 0 : text.split("[ \u00A0]+").length))
                .containsExactly("bir iki", "iki üç", "üç\u00A0dört", "dört beş", "beş altı");
    }

    @Test
    void longSentenceIsCutAtLineEndsFirst() {
        String verse = "uzun ince bir\nyoldayım\ngidiyorum gündüz gece\nbilmiyorum ne haldeyim\ngidiyorum gündüz gece";

        assertThat(chunks(verse, 6, 0, WORDS)).containsExactly(
                "uzun ince bir\nyoldayım", "gidiyorum gündüz gece\nbilmiyorum ne haldeyim", "gidiyorum gündüz gece");
    }

    @Test
    void rowsStayWhole() {
        StringBuilder table = new StringBuilder("No;Şehir;Not\n");
        for (int i = 1; i <= 200; i++) {
            table.append(i).append(";Ankara ili;Burası başkenttir. Nüfusu çoktur. Denizi yoktur\n");
        }
        List<String> rows = List.of(table.toString().split("\n"));

        for (String chunk : chunks(table.toString(), 60, 10, WORDS)) {
            assertThat(chunk.split("\n")[chunk.split("\n").length - 1]).isIn(rows);
        }
    }

    /** Flags, families, a skin color, a keycap, Hangul, combining marks: nothing that a reader sees as one is cut. */
    @ParameterizedTest
    @ValueSource(strings = {"😀", "👨‍👩‍👧‍👦", "🇹🇷", "👍🏽", "1️⃣", "❤️‍🔥", "각", "s\u0327\u0301",
            "🏴\udb40\udc67\udb40\udc62\udb40\udc65\udb40\udc6e\udb40\udc67\udb40\udc7f"})
    void textWithoutSpacesIsCutBetweenGraphemeClusters(String cluster) {
        String text = cluster.repeat(300);

        List<String> chunks = chunks(text, 40, 0, CHARACTERS);

        assertThat(chunks).hasSizeGreaterThan(5).allSatisfy(chunk -> {
            assertThat(chunk.replace(cluster, "")).isEmpty();
            assertThat(CHARACTERS.applyAsInt(chunk)).isLessThanOrEqualTo(40);
        });
        assertThat(String.join("", chunks)).isEqualTo(text);
    }

    @Test
    void clusterLongerThanAChunkIsNotCut() {
        String family = "👨‍👩‍👧‍👦";

        assertThat(chunks(family.repeat(3), 2, 0, CHARACTERS)).containsExactly(family, family, family);
    }

    @Test
    void chunksAreInOrderNotBlankAndHoldAllThatIsNotBlank() {
        String[] words =
                {"Bir", "iki.", "Üç", "dört!", "\n", "\n\n", "\u00A0", "😀", "beş…", "\u2028", "Dr.", "x".repeat(90), "\r\n", "\t", "-"};
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(120); i > 0; i--) {
                text.append(words[random.nextInt(words.length)]).append(random.nextInt(4) == 0 ? "" : " ");
            }
            int max = 1 + random.nextInt(60);
            int overlap = random.nextInt(max);
            check(text.toString(), max, overlap, round % 2 == 0 ? WORDS : CHARACTERS);
        }
    }

    private static void check(String text, int max, int overlap, ToIntFunction<String> counter) {
        boolean[] held = new boolean[text.length()];
        int start = -1;
        int end = 0;
        for (var chunk : new SentenceChunker(max, overlap, counter).chunks(text)) {
            String piece = text.substring(chunk.start(), chunk.end());
            assertThat(counter.applyAsInt(piece)).as("%s in %s", piece, text).isLessThanOrEqualTo(max);
            assertThat(piece).doesNotMatch("(?Us)\\s.*|.*\\s").isNotEmpty();
            assertThat(chunk.start()).isGreaterThan(start);
            assertThat(chunk.end()).isGreaterThan(end);
            if (chunk.start() < end) {
                assertThat(counter.applyAsInt(text.substring(chunk.start(), end))).isLessThanOrEqualTo(overlap);
            }
            start = chunk.start();
            end = chunk.end();
            java.util.Arrays.fill(held, start, end, true);
        }
        Matcher visible = Pattern.compile("(?U)\\S").matcher(text);
        while (visible.find()) {
            assertThat(held[visible.start()]).as("character %d of %s", visible.start(), text).isTrue();
        }
    }

    /** A book of 2 MB: each sentence is counted once and each chunk once, not each chunk once for each of its sentences. */
    @Test
    void countsEachCharacterAFewTimesOnly() {
        String text = "Bu kitabın bir cümlesi budur ve böyle sürer. Dr. Ali geldi.\nSonra gitti mi? ".repeat(25_000);
        AtomicInteger counted = new AtomicInteger();

        List<String> chunks = chunks(text, 160, 40, counting(counted));

        assertThat(chunks).hasSizeGreaterThan(1_000);
        assertThat(counted.get()).isLessThan(4 * text.length());
    }

    @ParameterizedTest
    @CsvSource({"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo, 12000", "😀, 200000", "a, 400000", "é́, 200000", "👨‍👩‍👧‍👦, 40000"})
    void textWithoutAnyPlaceToCutTakesLinearTime(String piece, int times) {
        String text = piece.repeat(times);
        AtomicInteger counted = new AtomicInteger();

        List<String> chunks = chunks(text, 160, 40, counting(counted));

        assertThat(chunks).hasSizeGreaterThan(50);
        assertThat(counted.get()).isLessThan(8 * text.length());
    }

    @Test
    void markWithoutEndIsCutAllTheSame() {
        assertThat(chunks("e" + "\u0301".repeat(1_000_000), 10, 0, CHARACTERS)).hasSizeGreaterThan(10);
    }

    /** A counter that divides the length counts nothing for a short line. */
    @ParameterizedTest
    @CsvSource({"3, 1000", "4, 750", "100, 30"})
    void shortLinesTakeLinearTimeAlsoIfTheCounterRoundsDown(int charactersPerToken, int fewest) {
        String text = "a.\n".repeat(200_000);
        AtomicLong counted = new AtomicLong();

        List<String> chunks = chunks(text, 200, 20, piece -> {
            assertThat(counted.addAndGet(piece.length())).isLessThan(100L * text.length());
            return piece.length() / charactersPerToken;
        });

        assertThat(chunks.size()).as("%d characters counted", counted.get()).isBetween(fewest, 2 * fewest);
    }

    private static ToIntFunction<String> counting(AtomicInteger counted) {
        return text -> {
            counted.addAndGet(text.length());
            return text.length() / 4;
        };
    }

    @Test
    void tokensThatEveryCountContainsAreNotAddedUp() {
        ToIntFunction<String> framed = text -> 3 + WORDS.applyAsInt(text);

        assertThat(chunks("Bir iki. Üç dört. Beş altı. Yedi sekiz. Dokuz on.", 9, 6, framed))
                .containsExactly("Bir iki. Üç dört. Beş altı.", "Beş altı. Yedi sekiz. Dokuz on.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> chunks("Bir.", 3, 0, framed))
                .withMessageContaining("maxTokens is 3, but an empty text counts 3 tokens");
    }

    /** A tokenizer may count more for a whole than for its parts. */
    @Test
    void wholeChunkIsWhatCounts() {
        ToIntFunction<String> squared = text -> WORDS.applyAsInt(text) * WORDS.applyAsInt(text);

        for (int max = 4; max < 60; max++) {
            check("Bir iki. Üç dört. Beş altı. Yedi sekiz. Dokuz. On. On bir. On iki.", max, max / 3, squared);
        }
    }

    @Test
    void interruptedThreadStops() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> chunks("Bir. İki.", 5, 0, WORDS)).isInstanceOf(EncodeInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "5, 5", "5, 6", "5, -1"})
    void numbersOutOfRangeAreRejected(int max, int overlap) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SentenceChunker(max, overlap, WORDS))
                .withMessageContaining(max < 1 ? "maxTokens must be at least 1, not " + max
                        : "overlapTokens must be 0 to 4 (less than maxTokens), not " + overlap);
    }

    private static List<String> chunks(String text, int max, int overlap, ToIntFunction<String> counter) {
        List<String> chunks = new ArrayList<>();
        new SentenceChunker(max, overlap, counter).chunks(text).forEach(chunk -> chunks.add(text.substring(chunk.start(), chunk.end())));
        return chunks;
    }
}
