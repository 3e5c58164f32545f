package ai.magibu.embedding.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Exceptions that name a text, in code that passes only some of its caller's texts to the embedder. */
class PositionOfExceptionTest {

    @Test
    void textTooLong_namesThePositionOfTheCaller() {
        TextTooLongException failure = new TextTooLongException(2, 500, 384);
        TextTooLongException moved = (TextTooLongException) failure.withPosition(index -> index + 10);
        assertThat(moved).hasMessageContaining("text 12 has 500 tokens").hasMessageContaining("384");
        assertThat(moved.index()).isEqualTo(12);
        assertThat(moved.tokens()).isEqualTo(500);
        assertThat(moved.limit()).isEqualTo(384);
        assertThat(moved.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void unknownToken_namesThePositionOfTheCaller() {
        UnknownTokenException failure = new UnknownTokenException(2, 7_001, 7_000);
        UnknownTokenException moved = (UnknownTokenException) failure.withPosition(index -> index + 10);
        assertThat(moved).hasMessageContaining("text 12 contains token id 7001").hasMessageContaining("6999");
        assertThat(moved.index()).isEqualTo(12);
        assertThat(moved.tokenId()).isEqualTo(7_001);
        assertThat(moved.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void otherExceptions_stayAsTheyAre() {
        EncodeInterruptedException failure = new EncodeInterruptedException(3);
        assertThat(failure.withPosition(index -> index + 10)).isSameAs(failure);
    }
}
