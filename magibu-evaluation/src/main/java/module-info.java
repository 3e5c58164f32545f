/** Scores embedding models on the tasks of TR-MTEB and on a user's own questions. */
@SuppressWarnings("requires-automatic") // DuckDB has no other module name
module ai.magibu.evaluation {
    requires transitive ai.magibu.hub;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.dataformat.csv;
    requires com.fasterxml.jackson.dataformat.yaml;
    requires java.sql;
    requires static duckdb.jdbc;
    requires static transitive org.jspecify;

    exports ai.magibu.evaluation.api;
    exports ai.magibu.evaluation.data;
    exports ai.magibu.evaluation.result;
    exports ai.magibu.evaluation.task;
}
