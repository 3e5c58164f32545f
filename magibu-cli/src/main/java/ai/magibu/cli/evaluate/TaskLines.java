package ai.magibu.cli.evaluate;

import ai.magibu.evaluation.EvaluationListener;
import ai.magibu.evaluation.api.EvaluationException;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Task;
import java.io.PrintWriter;
import java.util.Locale;

/** A line on stdout for each split that is scored, and the progress of the current task on stderr. */
final class TaskLines implements EvaluationListener {

    private final PrintWriter out;
    private final EncodingLine progress;

    TaskLines(PrintWriter out, EncodingLine progress) {
        this.out = out;
        this.progress = progress;
    }

    @Override
    public void started(Task task, int number, int count) {
        progress.start("[" + number + "/" + count + "] " + task.name());
    }

    @Override
    public void encoded(Task task, long doneCharacters, long allCharacters) {
        progress.update(doneCharacters, allCharacters);
    }

    @Override
    public void finished(Task task, TaskResult result) {
        print(result, String.format(Locale.ROOT, "%.1f s", result.cost().total().toMillis() / 1000.0));
    }

    @Override
    public void reused(Task task, TaskResult result) {
        print(result, "finished before");
    }

    @Override
    public void skipped(Task task) {
        print(task, "skipped: its splits are " + String.join(", ", task.splits()));
    }

    @Override
    public void failed(Task task, EvaluationException failure) {
        print(task, "failed");
    }

    private void print(TaskResult result, String remark) {
        progress.clear();
        for (SplitResult split : result.splits()) {
            out.printf(Locale.ROOT, "%-40s %-19s %-16s %6.2f   %s%n", result.task(), split.split(), result.mainScore(),
                    split.scores().get(result.mainScore()) * 100, remark);
        }
        if (result.cost().truncated() > 0) {
            out.printf(Locale.ROOT, "%-40s %d texts did not fit into the model and were cut%n", "", result.cost().truncated());
        }
    }

    private void print(Task task, String remark) {
        progress.clear();
        out.printf(Locale.ROOT, "%-40s %s%n", task.name(), remark);
    }
}
