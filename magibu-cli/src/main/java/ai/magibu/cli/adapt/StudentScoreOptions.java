package ai.magibu.cli.adapt;

import ai.magibu.adaptation.Distillation;
import ai.magibu.cli.options.Program;
import ai.magibu.evaluation.Evaluation;
import ai.magibu.evaluation.RetrievalEvaluation;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.data.DataFolder;
import ai.magibu.evaluation.data.DataSource;
import ai.magibu.evaluation.data.HubData;
import ai.magibu.evaluation.data.RetrievalData;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskCatalogue;
import ai.magibu.hub.Hub;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The evaluation of a student during its training. */
public final class StudentScoreOptions {

    private static final String METRIC = "ndcg_at_10";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--evaluate",
            paramLabel = "TASK",
            description = "Score the student on a task of TR-MTEB whenever it is validated, for example STSbTR.")
    private @Nullable String task;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "A folder with the task's data, as owner/name or name. Default: it is downloaded from the Hugging Face hub.")
    private @Nullable Path data;

    @Option(
            names = "--questions",
            paramLabel = "DIR",
            description = "Instead of a task, your own documents and questions in BEIR's layout: corpus.jsonl, queries.jsonl, "
                    + "qrels/test.tsv. The score is nDCG@10.")
    private @Nullable Path questions;

    void apply(Distillation distillation, Program cli) {
        if (task != null && questions != null) {
            throw new ParameterException(command.commandLine(), "--evaluate and --questions exclude each other");
        }
        if (data != null && task == null) {
            throw new ParameterException(command.commandLine(), "--data needs --evaluate");
        }
        if (task != null) {
            Task wanted = task(task);
            DataSource source = data == null ? new HubData(new Hub(cli.hub())) : new DataFolder(data);
            distillation.evaluation(wanted.name(),
                    (encoder, folder) -> Evaluation.of(encoder, source, folder).tasks(List.of(wanted)).run().results().get(0).score());
        } else if (questions != null) {
            RetrievalSet set = RetrievalData.folder(questions);
            String name = String.valueOf(questions.toAbsolutePath().normalize().getFileName());
            distillation.evaluation(METRIC + " of " + name,
                    (encoder, folder) -> RetrievalEvaluation.of(encoder, set, name, folder).run().scores().get(METRIC));
        }
    }

    private Task task(String name) {
        try {
            return TaskCatalogue.trMteb().task(name.strip());
        } catch (EvaluationException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }
}
