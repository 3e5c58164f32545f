package ai.magibu.embedding.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.embedding.api.Device;
import ai.onnxruntime.OrtException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("locale")
class CudaFailureTest {

    @Test
    void missingLibraryIsNamedFirst() {
        OrtException cause = new OrtException("Error code - ORT_FAIL - message: /onnxruntime_src/provider_bridge_ort.cc:1988 Get()"
                + " [ONNXRuntimeError] : 1 : FAIL : Failed to load library /x/libonnxruntime_providers_cuda.so with error:"
                + " libcublasLt.so.12: cannot open shared object file: No such file or directory\n");
        assertThat(CudaFailure.of(Device.cuda(1), cause))
                .hasCause(cause)
                .hasMessageStartingWith(
                        "cuda:1 cannot be used: libcublasLt.so.12: cannot open shared object file: No such file or directory."
                                + " CUDA needs ")
                .hasMessageContainingAll("onnxruntime_gpu", "CUDA 12");
    }

    @Test
    void failureOfCudaIsNamedFirst() {
        OrtException cause =
                new OrtException("Error code - ORT_FAIL - message: [ONNXRuntimeError] : 1 : FAIL : Failed to parse provider option"
                        + " \"device_id\": CUDA failure 100: no CUDA-capable device is detected ; GPU=0 ; hostname=x ; file=/x/cuda_info.cc\n");
        assertThat(CudaFailure.of(Device.cuda(0), cause))
                .hasMessageStartingWith("cuda:0 cannot be used: CUDA failure 100: no CUDA-capable device is detected. CUDA needs ");
    }

    @Test
    void otherReasonIsGivenInFull() {
        OrtException cause = new OrtException("Failed to allocate memory for requested buffer of size 603979776");
        assertThat(CudaFailure.of(Device.cuda(0), cause)).hasMessageContaining("cuda:0 cannot be used: " + cause.getMessage() + ". CUDA");
    }
}
