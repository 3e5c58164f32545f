package ai.magibu.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A subject with one way of calling it.
 *
 * @param name the subject's name, with the batch size or number of callers if several are compared
 * @param batch the batch size; null for the subject's own
 * @param callers the number of threads that make the calls
 */
record Entrant(Subject subject, String name, @Nullable Integer batch, int callers) {

    static Entrant of(Subject subject) {
        return new Entrant(subject, subject.name(), null, 1);
    }

    static Entrant withBatch(Subject subject, int batch) {
        return new Entrant(subject, subject.name() + ", batch " + batch, batch, 1);
    }

    static Entrant oneAfterAnother(Subject subject) {
        return new Entrant(subject, subject.name() + ", one after another", null, 1);
    }

    static Entrant withCallers(Subject subject, int callers) {
        return new Entrant(subject, subject.name() + ", " + callers + " callers", null, callers);
    }

    static Entrant sharingBatches(Subject subject, int callers) {
        return new Entrant(subject, subject.name() + ", " + callers + " callers that share batches", null, callers);
    }
}
