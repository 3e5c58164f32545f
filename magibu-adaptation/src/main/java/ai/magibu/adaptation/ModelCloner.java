package ai.magibu.adaptation;

/** Makes a student of a teacher for another tokenizer. */
public final class ModelCloner {
    private ModelCloner() {}
}
