package ai.magibu.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.EncoderSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LabelsTest {

    private static final EncoderSettings BASE = new EncoderSettings("owner/model", "r1", "fp32", "none", 768, 512);

    @ParameterizedTest
    @MethodSource
    void encodersAreNamedByWhatDiffers(EncoderSettings other, String first, String second) {
        assertThat(Labels.of(List.of(BASE, other), List.of("", ""))).containsExactly(first, second);
    }

    static Stream<Arguments> encodersAreNamedByWhatDiffers() {
        return Stream.of(
                Arguments.of(new EncoderSettings("owner/model", "r1", "int8", "none", 768, 512), "fp32", "int8"),
                Arguments.of(new EncoderSettings("owner/model", "r1", "fp32", "none", 256, 512), "768 dimensions", "256 dimensions"),
                Arguments.of(new EncoderSettings("owner/model", "r2", "fp32", "published", 768, 512), "r1 · prompts none",
                        "r2 · prompts published"),
                Arguments.of(new EncoderSettings("owner/model", "r1", "fp32", "none", 768, 256), "512 tokens", "256 tokens"),
                Arguments.of(new EncoderSettings("owner/small", "r2", "fp32", "none", 384, 256), "model", "small"),
                Arguments.of(new EncoderSettings("fork/model", "r2", "fp32", "none", 768, 512), "owner/model", "fork/model"),
                Arguments.of(BASE, "run 1", "run 2"));
    }

    @Test
    void oneEncoderIsNamedByItsModel() {
        assertThat(Labels.of(List.of(BASE), List.of("trmteb"))).containsExactly("model");
    }

    @Test
    void aHashIsShortened() {
        EncoderSettings commit = new EncoderSettings("owner/model", "0123456789abcdef0123456789abcdef01234567", "fp32", "none", 768, 512);

        assertThat(Labels.of(List.of(BASE, commit), List.of("", ""))).containsExactly("r1", "0123456789ab");
    }

    @Test
    void protocolsThatDifferAreNamed() {
        assertThat(Labels.of(List.of(BASE, BASE), List.of("trmteb", "mteb2"))).containsExactly("trmteb", "mteb2");
    }
}
