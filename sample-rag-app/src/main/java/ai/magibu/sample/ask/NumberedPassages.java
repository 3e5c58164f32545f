package ai.magibu.sample.ask;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.injector.ContentInjector;
import java.util.List;
import java.util.UUID;

/** Puts numbered passages before the question. A passage cannot end its own tag, because the tag's name cannot be guessed. */
public final class NumberedPassages implements ContentInjector {

    @Override
    public ChatMessage inject(List<Content> contents, ChatMessage question) {
        String tag = "passage-" + UUID.randomUUID();
        StringBuilder text = new StringBuilder(contents.isEmpty() ? "There are no passages.\n" : "");
        for (int i = 0; i < contents.size(); i++) {
            TextSegment passage = contents.get(i).textSegment();
            text.append("Passage [" + (i + 1) + "]:\n<" + tag + ">\n" + passage.metadata().getString("title") + "\n\n" + passage.text()
                    + "\n</" + tag + ">\n");
        }
        return UserMessage.from(text + "\nThe question: " + ((UserMessage) question).singleText());
    }
}
