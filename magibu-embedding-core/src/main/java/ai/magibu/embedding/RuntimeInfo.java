package ai.magibu.embedding;

import ai.magibu.embedding.internal.natives.RuntimeVersions;

/**
 * The native libraries in use.
 *
 * @param onnxRuntime the version of ONNX Runtime, such as {@code 1.28.0}
 * @param djl the version of DJL, whose tokenizer is used
 */
public record RuntimeInfo(String onnxRuntime, String djl) {

    static RuntimeInfo current() {
        return new RuntimeInfo(RuntimeVersions.onnxRuntime(), RuntimeVersions.djl());
    }
}
