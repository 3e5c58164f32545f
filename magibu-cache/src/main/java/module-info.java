/** Embeds only texts that were not embedded before, for Magibu embedders and the embedding models of LangChain4j and Spring AI. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // LangChain4j, Spring AI and Micrometer have no module descriptors
module ai.magibu.cache {
    requires transitive ai.magibu.embedding;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;
    requires static ai.magibu.langchain4j;
    requires static ai.magibu.springai;
    requires static transitive java.sql;
    requires static transitive org.jspecify;
    requires static transitive langchain4j.core;
    requires static transitive micrometer.core;
    requires static transitive spring.ai.commons;
    requires static transitive spring.ai.model;

    exports ai.magibu.cache;
    exports ai.magibu.cache.embedder;
    exports ai.magibu.cache.langchain4j;
    exports ai.magibu.cache.springai;
}
