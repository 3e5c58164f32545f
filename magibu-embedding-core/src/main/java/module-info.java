/** Sentence embeddings in process, on ONNX Runtime. */
@SuppressWarnings("requires-automatic") // the natives have no other module names
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
}
