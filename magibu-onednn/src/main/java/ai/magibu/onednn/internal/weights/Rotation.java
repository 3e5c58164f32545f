package ai.magibu.onednn.internal.weights;

/**
 * The angles of rotary position embeddings.
 *
 * @param cosines [positions, pairs], row-major
 * @param sines like the cosines
 * @param pairs half of a head's dimension
 */
public record Rotation(float[] cosines, float[] sines, int pairs) {}
