/** Scores embedding models on the tasks of TR-MTEB and on a user's own questions. */
module ai.magibu.evaluation {
    requires static transitive org.jspecify;

    exports ai.magibu.evaluation.api;
    exports ai.magibu.evaluation.result;
    exports ai.magibu.evaluation.stats;
    exports ai.magibu.evaluation.task;
}
