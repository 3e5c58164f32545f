/** Embeddings in bfloat16 on the CPU. */
@SuppressWarnings("requires-automatic") // JNA has no module descriptor
module ai.magibu.onednn {
    requires ai.magibu.embedding;
    requires com.sun.jna;
    requires org.slf4j;
    requires static transitive org.jspecify;

    provides ai.magibu.embedding.internal.session.CpuEngine with ai.magibu.onednn.OneDnnEngine;
}
