package ai.magibu.evaluation.internal.score;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import ai.magibu.evaluation.api.TextRole;
import ai.magibu.evaluation.api.TextRole.Side;
import ai.magibu.evaluation.internal.encode.RoleTexts;
import ai.magibu.evaluation.internal.protocol.ClassificationProtocol;
import ai.magibu.evaluation.task.ClusterSets;
import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.LabeledTexts;
import ai.magibu.evaluation.task.ParallelTexts;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.ScoredPairs;
import ai.magibu.evaluation.task.TaskData;

/** The texts that a task needs vectors of, by their roles. */
final class TaskTexts {

    private final String task;
    private final String type;

    TaskTexts(String task, String type) {
        this.task = task;
        this.type = type;
    }

    TextRole role(Side side) {
        return new TextRole(task, type, side);
    }

    List<RoleTexts> of(TaskData data) {
        if (data instanceof RetrievalSet set) {
            return List.of(new RoleTexts(role(Side.QUERY), set.queries()), new RoleTexts(role(Side.DOCUMENT), set.documents()));
        }
        return List.of(new RoleTexts(role(Side.NONE), unsided(data)));
    }

    private static List<String> unsided(TaskData data) {
        if (data instanceof ScoredPairs pairs) {
            return joined(pairs.first(), pairs.second());
        }
        if (data instanceof LabeledPairs pairs) {
            return joined(pairs.first(), pairs.second());
        }
        if (data instanceof ParallelTexts texts) {
            return joined(texts.first(), texts.second());
        }
        if (data instanceof LabeledTexts texts) {
            return joined(ClassificationProtocol.learned(texts.trainLabels()).mapToObj(texts.train()::get).toList(), texts.test());
        }
        List<String> all = new ArrayList<>();
        ((ClusterSets) data).sets().forEach(set -> all.addAll(set.texts()));
        return all;
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
