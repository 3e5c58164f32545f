package ai.magibu.sample.documents;

/** What became of a file. */
public record IngestResult(Outcome outcome, StoredDocument document) {

    public enum Outcome {
        /** There was no document of that name. */
        ADDED,
        /** The document of that name has given way, with all its chunks. */
        REPLACED,
        /** The document of that name has the same content; nothing was done. */
        UNCHANGED
    }
}
