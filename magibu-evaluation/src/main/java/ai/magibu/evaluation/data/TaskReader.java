package ai.magibu.evaluation.data;

import java.util.Objects;

import ai.magibu.evaluation.task.Layout;
import ai.magibu.evaluation.task.Sampling;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskData;

/** Reads the data of tasks and samples it as the reference does. */
public final class TaskReader {

    private static final String TRAIN = "train";

    private TaskReader() {}

    /**
     * Reads one split of a task.
     *
     * @param task the task
     * @param split the name of the split, for example {@code test}
     * @param files the files of the task's data set
     * @return the texts and gold values
     * @throws ai.magibu.evaluation.api.EvaluationException if a file, a column or a row is missing or invalid
     * @throws ai.magibu.hub.HubException if a file cannot be downloaded
     */
    public static TaskData read(Task task, String split, DataFiles files) {
        Objects.requireNonNull(split, "split");
        SplitFiles tables = new SplitFiles(files);
        return switch (task.type()) {
            case STS -> PairReader.scored(task, tables.split(task.config(), split));
            case PAIR_CLASSIFICATION -> PairReader.labeled(task, tables.split(task.config(), split));
            case BITEXT_MINING -> PairReader.parallel(task, tables.split(task.config(), split));
            case CLUSTERING -> new TextReader(task).sets(tables.split(task.config(), split));
            case CLASSIFICATION -> task.sampling() == Sampling.RESPLIT
                    ? new TextReader(task).resplit(tables.split(task.config(), split))
                    : new TextReader(task).trainAndTest(
                            tables.split(task.config(), TRAIN), tables.split(task.config(), split), task.sampling());
            case RETRIEVAL -> task.layout() == Layout.QUESTIONS
                    ? new RetrievalReader(task).questions(tables.split(task.config(), split))
                    : new RetrievalReader(task).beir(
                            tables.only("corpus"), tables.only("queries"), tables.judgments(task.config(), split));
        };
    }
}
