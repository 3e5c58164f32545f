/** For tests of applications and adapters: a tiny model, an embedding model without a model, and a contract to extend. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // the frameworks' jars do not name their modules
module ai.magibu.embedding.test {
    requires transitive ai.magibu.embedding;
    requires com.fasterxml.jackson.databind;
    requires static transitive langchain4j.core;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;
    requires static transitive spring.ai.commons;
    requires static transitive spring.ai.model;

    exports ai.magibu.embedding.test;
    opens ai.magibu.embedding.test to org.junit.platform.commons; // the protected tests of EmbeddingContract
}
