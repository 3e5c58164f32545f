/** Scores embedding models on the tasks of TR-MTEB and on a user's own questions. */
@SuppressWarnings({"module", "requires-automatic"}) // DuckDB, LangChain4j and Spring AI have no module descriptors
module ai.magibu.evaluation {
    requires transitive ai.magibu.hub;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires static duckdb.jdbc;
    requires static java.sql;
    requires static transitive ai.magibu.embedding;
    requires static langchain4j.core;
    requires static transitive org.jspecify;
    requires static spring.ai.model;

    exports ai.magibu.evaluation;
    exports ai.magibu.evaluation.api;
    exports ai.magibu.evaluation.data;
    exports ai.magibu.evaluation.encoder;
    exports ai.magibu.evaluation.report;
    exports ai.magibu.evaluation.result;
    exports ai.magibu.evaluation.stats;
    exports ai.magibu.evaluation.task;
    exports ai.magibu.evaluation.internal.file to ai.magibu.adaptation;
    exports ai.magibu.evaluation.internal.page to ai.magibu.adaptation;
    exports ai.magibu.evaluation.internal.parquet to ai.magibu.adaptation;
}
