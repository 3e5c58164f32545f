package ai.magibu.embedding.internal.tokenize;

import java.util.List;

/** A Gemma-style normalizer: strings that are replaced by others, one after another. */
record Replacements(List<Replacement> steps) {

    record Replacement(String pattern, String content) {

        private double growth() {
            return Math.max(1, length(content) / (double) length(pattern));
        }
    }

    String apply(String text) {
        String result = text;
        for (Replacement step : steps) {
            result = result.replace(step.pattern, step.content);
        }
        return result;
    }

    /** The most characters that one character can become. */
    double growth() {
        return steps.stream().mapToDouble(Replacement::growth).reduce(1, (a, b) -> a * b);
    }

    /** Returns whether a character becomes the same in every text, whatever its neighbors are. */
    boolean areOfSingleCharacters() {
        return steps.stream().allMatch(step -> length(step.pattern) == 1);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
