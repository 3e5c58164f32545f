/** Spring AI's embedding model, batching strategy and text splitter on a Magibu embedder. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // the jars of Spring AI and Micrometer do not name their modules
module ai.magibu.springai {
    requires transitive ai.magibu.embedding;
    requires transitive micrometer.observation;
    requires transitive spring.ai.commons;
    requires transitive spring.ai.model;
    requires static transitive org.jspecify;

    exports ai.magibu.springai;
}
