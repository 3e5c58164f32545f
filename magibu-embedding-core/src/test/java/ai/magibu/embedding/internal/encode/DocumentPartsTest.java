package ai.magibu.embedding.internal.encode;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.internal.tokenize.TokenRange;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DocumentPartsTest {

    @Test
    void documentThatFits_isOnePart() {
        assertThat(new DocumentParts(100, 100).around(new TokenRange(90, 91))).isEqualTo(new TokenRange(0, 100));
        assertThat(new DocumentParts(7, 100).around(new TokenRange(0, 7))).isEqualTo(new TokenRange(0, 7));
    }

    @Test
    void pieceAtAnEnd_isInThePartAtThatEnd() {
        DocumentParts parts = new DocumentParts(1000, 100);
        assertThat(parts.around(new TokenRange(0, 10))).isEqualTo(new TokenRange(0, 100));
        assertThat(parts.around(new TokenRange(990, 1000))).isEqualTo(new TokenRange(900, 1000));
    }

    @Test
    void shortPieces_shareFewParts() {
        DocumentParts parts = new DocumentParts(1000, 100);
        Set<TokenRange> used = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            used.add(parts.around(new TokenRange(i, i + 1)));
        }
        assertThat(used).hasSize(13); // 900 / 75 steps
    }

    @Test
    void shortPieceAwayFromTheEnds_hasContextOnBothSides() {
        DocumentParts parts = new DocumentParts(1000, 100);
        for (int i = 50; i < 945; i++) {
            TokenRange part = parts.around(new TokenRange(i, i + 5));
            assertThat(i - part.from()).isGreaterThanOrEqualTo(10);
            assertThat(part.to() - (i + 5)).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void everyPiece_isWholeInItsPart() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            int capacity = 1 + random.nextInt(40);
            int tokens = 1 + random.nextInt(300);
            int length = 1 + random.nextInt(Math.min(capacity, tokens));
            int from = random.nextInt(tokens - length + 1);

            TokenRange part = new DocumentParts(tokens, capacity).around(new TokenRange(from, from + length));

            assertThat(part.length()).isEqualTo(Math.min(capacity, tokens));
            assertThat(part.from()).isBetween(0, from);
            assertThat(part.to()).isBetween(from + length, tokens);
        }
    }
}
