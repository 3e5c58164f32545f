/** Sentence embeddings in process, on ONNX Runtime. */
@SuppressWarnings({"module", "requires-automatic"}) // the module of a qualified export is compiled later; the natives have no other module names
module ai.magibu.embedding {
    requires transitive ai.magibu.hub;
    requires ai.djl.api;
    requires ai.djl.tokenizers;
    requires com.fasterxml.jackson.databind;
    requires com.google.protobuf;
    requires com.microsoft.onnxruntime;
    requires org.slf4j;
    requires org.tribuo.util.onnx;
    requires static transitive org.jspecify;

    exports ai.magibu.embedding;
    exports ai.magibu.embedding.api;
    exports ai.magibu.embedding.source;
    exports ai.magibu.embedding.text;
    exports ai.magibu.embedding.internal.batch to ai.magibu.onednn;
    exports ai.magibu.embedding.internal.config to ai.magibu.adaptation, ai.magibu.onednn;
    exports ai.magibu.embedding.internal.folder to ai.magibu.adaptation;
    exports ai.magibu.embedding.internal.model to ai.magibu.adaptation, ai.magibu.onednn;
    exports ai.magibu.embedding.internal.natives to ai.magibu.onednn;
    exports ai.magibu.embedding.internal.safetensors to ai.magibu.adaptation, ai.magibu.onednn;
    exports ai.magibu.embedding.internal.session to ai.magibu.onednn;
    exports ai.magibu.embedding.internal.tokenize to ai.magibu.adaptation, ai.magibu.onednn;
    exports ai.magibu.embedding.internal.weights to ai.magibu.onednn;

    uses ai.magibu.embedding.internal.session.CpuEngine;
}
