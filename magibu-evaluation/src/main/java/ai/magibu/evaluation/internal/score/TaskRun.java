package ai.magibu.evaluation.internal.score;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.data.DataFiles;
import ai.magibu.evaluation.data.DataSource;
import ai.magibu.evaluation.data.TaskReader;
import ai.magibu.evaluation.internal.encode.CachedEncoder;
import ai.magibu.evaluation.internal.encode.EncodingCost;
import ai.magibu.evaluation.api.EncodingListener;
import ai.magibu.evaluation.internal.encode.RoleTexts;
import ai.magibu.evaluation.result.Cost;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.result.TaskResult;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskData;

/** Runs tasks with one encoder under one protocol. */
public final class TaskRun {

    private final CachedEncoder encoder;
    private final DataSource data;
    private final Protocol protocol;

    public TaskRun(CachedEncoder encoder, DataSource data, Protocol protocol) {
        this.encoder = encoder;
        this.data = data;
        this.protocol = protocol;
    }

    /** Reads, encodes and scores splits of a task. */
    public TaskResult run(Task task, List<String> splits, EncodingListener listener) {
        long start = System.nanoTime();
        DataFiles files = data.open(task);
        Map<String, TaskData> read = new LinkedHashMap<>();
        splits.forEach(split -> read.put(split, TaskReader.read(task, split, files)));
        TaskTexts texts = new TaskTexts(task.name(), task.type().id());
        List<RoleTexts> all = new ArrayList<>();
        read.values().forEach(split -> all.addAll(texts.of(split)));
        EncodingCost encoding = encoder.encode(all, listener);
        TaskScorer scorer = new TaskScorer(encoder, texts, protocol);
        List<SplitResult> results = new ArrayList<>();
        read.forEach((split, splitData) -> results.add(scorer.score(task, split, splitData)));
        Cost cost = new Cost(Duration.ofNanos(System.nanoTime() - start), encoding.time(), encoding.texts(), encoding.encodedTexts(),
                encoding.tokens(), encoding.truncated());
        return new TaskResult(task.name(), task.type(), task.mainScore(), task.dataset(), files.revision(), results, cost, Instant.now());
    }
}
