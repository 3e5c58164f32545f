package ai.magibu.embedding.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.internal.tokenize.TokenRange;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WindowsTest {

    @Test
    void documentThatFits_isOneWindow() {
        assertThat(new Windows(100, 100).around(new TokenRange(90, 91))).isEqualTo(new TokenRange(0, 100));
        assertThat(new Windows(7, 100).around(new TokenRange(0, 7))).isEqualTo(new TokenRange(0, 7));
    }

    @Test
    void pieceAtAnEnd_isInTheWindowAtThatEnd() {
        Windows windows = new Windows(1000, 100);
        assertThat(windows.around(new TokenRange(0, 10))).isEqualTo(new TokenRange(0, 100));
        assertThat(windows.around(new TokenRange(990, 1000))).isEqualTo(new TokenRange(900, 1000));
    }

    @Test
    void shortPieces_shareFewWindows() {
        Windows windows = new Windows(1000, 100);
        Set<TokenRange> used = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            used.add(windows.around(new TokenRange(i, i + 1)));
        }
        assertThat(used).hasSize(13); // 900 / 75 steps
    }

    @Test
    void shortPieceAwayFromTheEnds_hasContextOnBothSides() {
        Windows windows = new Windows(1000, 100);
        for (int i = 50; i < 945; i++) {
            TokenRange window = windows.around(new TokenRange(i, i + 5));
            assertThat(i - window.from()).isGreaterThanOrEqualTo(10);
            assertThat(window.to() - (i + 5)).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void everyPiece_isWholeInItsWindow() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            int capacity = 1 + random.nextInt(40);
            int tokens = 1 + random.nextInt(300);
            int length = 1 + random.nextInt(Math.min(capacity, tokens));
            int from = random.nextInt(tokens - length + 1);

            TokenRange window = new Windows(tokens, capacity).around(new TokenRange(from, from + length));

            assertThat(window.length()).isEqualTo(Math.min(capacity, tokens));
            assertThat(window.from()).isBetween(0, from);
            assertThat(window.to()).isBetween(from + length, tokens);
        }
    }
}
