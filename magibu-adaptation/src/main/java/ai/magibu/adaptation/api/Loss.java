package ai.magibu.adaptation.api;

/** The distance between a student's and a teacher's vector that training reduces. */
public enum Loss {
    /** 1 − cos, the mean over texts: PyTorch's {@code CosineEmbeddingLoss} with labels of 1. */
    COSINE,
    /** The mean squared difference of components: PyTorch's {@code MSELoss}. */
    MSE
}
