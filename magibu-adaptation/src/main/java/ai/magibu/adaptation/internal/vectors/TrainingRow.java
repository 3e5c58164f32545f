package ai.magibu.adaptation.internal.vectors;

/**
 * A text and its teacher's vector.
 *
 * @param vector {@link VectorTable#dimension()} finite components, as they were stored
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares rows
public record TrainingRow(String text, float[] vector) {}
