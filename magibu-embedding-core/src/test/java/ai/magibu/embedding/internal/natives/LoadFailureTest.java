package ai.magibu.embedding.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each cause has its own remedy, and no other. */
@Tag("locale")
class LoadFailureTest {

    @ParameterizedTest
    @CsvSource({
            "Native Library /x/libtokenizers.so already loaded in another classloader, class loader that the applications share",
            "/x/libtokenizers.so: failed to map segment from shared object: Operation not permitted, mounted noexec",
            "/lib/libm.so.6: version `GLIBC_2.28' not found (required by /x/libtokenizers.so), too old",
            "libstdc++.so.6: cannot open shared object file: No such file or directory, Install the library",
            "No space left on device, Make room",
            "Shutdown in progress, The process is ending",
            "Could not initialize class ai.onnxruntime.OrtEnvironment, An earlier attempt in this process failed"
    })
    void remedyFitsTheCause(String cause, String remedy) {
        LinkageError failure = new ExceptionInInitializerError(new IllegalStateException(cause));
        assertThat(LoadFailure.of("ONNX Runtime", failure))
                .hasMessageStartingWith("ONNX Runtime cannot be loaded: " + cause + ". ")
                .hasMessageContaining(remedy)
                .hasMessageNotContaining("Alpine")
                .hasCause(failure);
    }
}
