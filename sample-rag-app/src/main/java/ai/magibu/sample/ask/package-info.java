/**
 * From passages to an answer with citations, where a chat model is configured. {@code Asking} is a question's whole way;
 * {@code ChatClient} speaks with the model, each {@code ChatCall} within its limits of time and over a {@code Connection} that
 * can be closed; the two prompts quote every text between {@code Delimiter}s; {@code AnswerText} takes out of the stream what is
 * not for the reader, and {@code Sentences} gives each sentence its citations.
 */
@NullMarked
package ai.magibu.sample.ask;

import org.jspecify.annotations.NullMarked;
