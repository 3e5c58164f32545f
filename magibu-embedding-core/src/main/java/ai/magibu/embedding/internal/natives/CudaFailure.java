package ai.magibu.embedding.internal.natives;

import ai.magibu.embedding.api.Device;
import ai.magibu.embedding.api.DeviceUnavailableException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says why CUDA cannot be used, and what it needs. */
final class CudaFailure {

    private static final String NEEDS =
            "CUDA needs the native libraries of com.microsoft.onnxruntime:onnxruntime_gpu, of the same version as onnxruntime, with an NVIDIA"
                    + " driver and the runtime, cuBLAS and cuRAND of CUDA 12 installed (Linux or Windows on x86-64)";

    /** The part of ONNX Runtime's text that comes from the system, which names a missing library, or from CUDA. */
    private static final Pattern REASON = Pattern.compile("(?:with error: |(?=CUDA failure \\d))([^;\\n]*[^;\\s])");

    private CudaFailure() {}

    static DeviceUnavailableException cpuBuild(Device device) {
        return failure(device, "the ONNX Runtime that was loaded is a CPU build", null);
    }

    static DeviceUnavailableException of(Device device, Exception cause) {
        String message = String.valueOf(cause.getMessage()).strip();
        Matcher reason = REASON.matcher(message);
        return failure(device, reason.find() ? reason.group(1) : message, cause);
    }

    private static DeviceUnavailableException failure(Device device, String reason, @Nullable Exception cause) {
        return new DeviceUnavailableException(device + " cannot be used: " + reason + ". " + NEEDS, cause);
    }
}
