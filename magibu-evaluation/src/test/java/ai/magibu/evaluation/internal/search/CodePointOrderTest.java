package ai.magibu.evaluation.internal.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodePointOrderTest {

    @Test
    void theOrderIsThatOfTheBytesOfUtf8() {
        List<String> texts =
                List.of("", "10", "9", "c", "ca", "ç", "ı", "z", "\uFFFD", "\uD800\uDC00", "\uD83D\uDE00", "\uD83D\uDE00a", "\uE000");
        for (String a : texts) {
            for (String b : texts) {
                assertThat(Integer.signum(CodePointOrder.ASCENDING.compare(a, b)))
                        .isEqualTo(Integer.signum(Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8))));
            }
        }
    }
}
