package ai.magibu.sample.ask;

/** An earlier question of a conversation, with its answer. */
public record Turn(String question, String answer) {}
