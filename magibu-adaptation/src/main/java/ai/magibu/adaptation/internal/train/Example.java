package ai.magibu.adaptation.internal.train;

/**
 * A text as the student reads it, and the teacher's vector.
 *
 * @param truncated whether the text was longer than the limit
 */
@SuppressWarnings("ArrayRecordComponent") // examples are not compared
record Example(int[] tokens, float[] vector, boolean truncated) {}
