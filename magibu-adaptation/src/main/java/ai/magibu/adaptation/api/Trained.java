package ai.magibu.adaptation.api;

/** The weights of a student that training changes. */
public enum Trained {
    /** Every weight. */
    ALL,
    /** The embedding table; a head that was trained with the teacher stays as it is. */
    EMBEDDINGS,
    /** The embedding table and the Dense modules. */
    EMBEDDINGS_AND_HEADS
}
