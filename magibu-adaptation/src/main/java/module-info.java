/** Adapts an embedding model to a language or a domain. */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // DJL and DuckDB have no module descriptors
module ai.magibu.adaptation {
    requires transitive ai.magibu.embedding;
    requires transitive ai.magibu.evaluation;
    requires ai.djl.api;
    requires ai.djl.pytorch_engine;
    requires com.fasterxml.jackson.databind;
    requires org.slf4j;
    requires static duckdb.jdbc;
    requires static java.sql;
    requires static transitive org.jspecify;

    exports ai.magibu.adaptation;
    exports ai.magibu.adaptation.api;
    exports ai.magibu.adaptation.corpus;
}
