package ai.magibu.evaluation.internal.score;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ai.magibu.evaluation.api.Protocol;
import ai.magibu.evaluation.api.TextRole.Side;
import ai.magibu.evaluation.internal.encode.CachedEncoder;
import ai.magibu.evaluation.internal.protocol.BitextProtocol;
import ai.magibu.evaluation.internal.protocol.ClassificationProtocol;
import ai.magibu.evaluation.internal.protocol.ClusteringProtocol;
import ai.magibu.evaluation.internal.protocol.PairClassificationProtocol;
import ai.magibu.evaluation.internal.protocol.Ranking;
import ai.magibu.evaluation.internal.protocol.RetrievalProtocol;
import ai.magibu.evaluation.internal.protocol.RetrievalScores;
import ai.magibu.evaluation.internal.protocol.Scored;
import ai.magibu.evaluation.internal.protocol.StsProtocol;
import ai.magibu.evaluation.internal.vector.Vectors;
import ai.magibu.evaluation.result.SplitResult;
import ai.magibu.evaluation.task.ClusterSets;
import ai.magibu.evaluation.task.ClusterSets.ClusterSet;
import ai.magibu.evaluation.task.LabeledPairs;
import ai.magibu.evaluation.task.LabeledTexts;
import ai.magibu.evaluation.task.ParallelTexts;
import ai.magibu.evaluation.task.RetrievalSet;
import ai.magibu.evaluation.task.ScoredPairs;
import ai.magibu.evaluation.task.Task;
import ai.magibu.evaluation.task.TaskData;

/** Scores texts that have their vectors. */
final class TaskScorer {

    private final CachedEncoder encoder;
    private final TaskTexts texts;
    private final Protocol protocol;

    TaskScorer(CachedEncoder encoder, TaskTexts texts, Protocol protocol) {
        this.encoder = encoder;
        this.texts = texts;
        this.protocol = protocol;
    }

    SplitResult score(Task task, String split, TaskData data) {
        if (data instanceof RetrievalSet set) {
            RetrievalScores scores = retrieval(set);
            return new SplitResult(split, task.subset(), task.languages(), scores.scores(), List.of(), scores.ceiling());
        }
        Scored scored = score(data);
        return new SplitResult(split, task.subset(), task.languages(), scored.scores(), scored.parts(), null);
    }

    RetrievalScores retrieval(RetrievalSet set) {
        List<Ranking> rankings = Ranking.search(vectors(Side.DOCUMENT, set.documents()), set.documentIds(),
                vectors(Side.QUERY, set.queries()), set.queryIds());
        Set<String> corpus = new HashSet<>(set.documentIds());
        return RetrievalProtocol.score(rankings, set.qrels(), corpus::contains, set.ignoreIdenticalIds(), protocol);
    }

    private Scored score(TaskData data) {
        if (data instanceof ScoredPairs pairs) {
            return new Scored(StsProtocol.score(vectors(pairs.first()), vectors(pairs.second()), pairs.gold()), List.of());
        }
        if (data instanceof LabeledPairs pairs) {
            return new Scored(PairClassificationProtocol.score(vectors(pairs.first()), vectors(pairs.second()), pairs.labels(), protocol),
                    List.of());
        }
        if (data instanceof ParallelTexts parallel) {
            return new Scored(BitextProtocol.score(vectors(parallel.first()), vectors(parallel.second())), List.of());
        }
        if (data instanceof LabeledTexts labeled) {
            return ClassificationProtocol.score(vectors(labeled.train()), labeled.trainLabels(), vectors(labeled.test()),
                    labeled.testLabels(), protocol);
        }
        List<ClusterSet> sets = ((ClusterSets) data).sets();
        return ClusteringProtocol.score(sets.stream().map(set -> vectors(set.texts())).toList(),
                sets.stream().map(ClusterSet::labels).toList(), protocol);
    }

    private Vectors vectors(List<String> side) {
        return vectors(Side.NONE, side);
    }

    private Vectors vectors(Side side, List<String> someTexts) {
        return encoder.vectors(texts.role(side), someTexts);
    }
}
