package ai.magibu.evaluation.internal.metric;

import java.util.Arrays;

/**
 * How well clusters agree with labels.
 *
 * @param homogeneity how little the labels differ within a cluster, 0 to 1
 * @param completeness how little the rows of a label are spread over clusters, 0 to 1
 * @param value the harmonic mean of both
 */
public record VMeasure(double homogeneity, double completeness, double value) {

    /** Compares the label of each row with its cluster. */
    public static VMeasure of(int[] labels, int[] clusters) {
        int[] labelNames = Arrays.stream(labels).distinct().sorted().toArray();
        int[] clusterNames = Arrays.stream(clusters).distinct().sorted().toArray();
        int[][] cells = new int[labelNames.length][clusterNames.length];
        int[] labelCounts = new int[labelNames.length];
        int[] clusterCounts = new int[clusterNames.length];
        for (int i = 0; i < labels.length; i++) {
            int label = Arrays.binarySearch(labelNames, labels[i]);
            int cluster = Arrays.binarySearch(clusterNames, clusters[i]);
            cells[label][cluster]++;
            labelCounts[label]++;
            clusterCounts[cluster]++;
        }
        double n = labels.length;
        double information = 0;
        for (int label = 0; label < labelCounts.length; label++) {
            for (int cluster = 0; cluster < clusterCounts.length; cluster++) {
                int count = cells[label][cluster];
                if (count > 0) {
                    double expected = labelCounts[label] * (clusterCounts[cluster] / n);
                    information += count / n * Math.log(count / expected);
                }
            }
        }
        double homogeneity = share(information, entropy(labelCounts, n));
        double completeness = share(information, entropy(clusterCounts, n));
        double sum = homogeneity + completeness;
        return new VMeasure(homogeneity, completeness, sum == 0 ? 0 : 2 * homogeneity * completeness / sum);
    }

    private static double share(double information, double entropy) {
        return entropy == 0 ? 1 : Math.max(0, information) / entropy;
    }

    private static double entropy(int[] counts, double n) {
        return -Arrays.stream(counts).mapToDouble(count -> count / n * Math.log(count / n)).sum();
    }
}
