package ai.magibu.sample.ask;

/** Is told what a call to the chat model gives: pieces of text, then one of the two ends. */
interface ChatListener {

    void piece(String text);

    void complete();

    void failed(ChatFailure failure);

    /** Now and then, so that somebody who has left can be noticed. */
    default void waiting() {}
}
