/** LangChain4j's embedding model on a Magibu embedder, with ingestors, and a splitter and a text search for Turkish. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // LangChain4j's jar does not name its module
module ai.magibu.langchain4j {
    requires transitive ai.magibu.embedding;
    requires transitive java.sql;
    requires transitive langchain4j.core;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports ai.magibu.langchain4j;
}
