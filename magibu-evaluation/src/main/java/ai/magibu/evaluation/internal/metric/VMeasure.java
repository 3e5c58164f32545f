package ai.magibu.evaluation.internal.metric;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How well clusters agree with labels.
 *
 * @param homogeneity how little the labels differ within a cluster, 0 to 1
 * @param completeness how little the rows of a label are spread over clusters, 0 to 1
 * @param value the harmonic mean of both
 */
public record VMeasure(double homogeneity, double completeness, double value) {

    private record Cell(int label, int cluster) {}

    /** Compares the label of each row with its cluster. */
    public static VMeasure of(int[] labels, int[] clusters) {
        Map<Integer, Integer> labelCounts = new HashMap<>();
        Map<Integer, Integer> clusterCounts = new HashMap<>();
        Map<Cell, Integer> cells = new HashMap<>();
        for (int i = 0; i < labels.length; i++) {
            labelCounts.merge(labels[i], 1, Integer::sum);
            clusterCounts.merge(clusters[i], 1, Integer::sum);
            cells.merge(new Cell(labels[i], clusters[i]), 1, Integer::sum);
        }
        double n = labels.length;
        double information = 0;
        for (Map.Entry<Cell, Integer> entry : cells.entrySet()) {
            double expected = (double) labelCounts.getOrDefault(entry.getKey().label(), 0)
                    * clusterCounts.getOrDefault(entry.getKey().cluster(), 0) / n;
            information += entry.getValue() / n * Math.log(entry.getValue() / expected);
        }
        double homogeneity = share(information, entropy(labelCounts.values(), n));
        double completeness = share(information, entropy(clusterCounts.values(), n));
        double sum = homogeneity + completeness;
        return new VMeasure(homogeneity, completeness, sum == 0 ? 0 : 2 * homogeneity * completeness / sum);
    }

    private static double share(double information, double entropy) {
        return entropy == 0 ? 1 : Math.max(0, information) / entropy;
    }

    private static double entropy(Collection<Integer> counts, double n) {
        return -counts.stream().mapToDouble(count -> count / n * Math.log(count / n)).sum();
    }
}
