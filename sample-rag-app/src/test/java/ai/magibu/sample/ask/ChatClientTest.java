package ai.magibu.sample.ask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChatClientTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** As where a search follows, or a client does not read what is written to it. */
    @Test
    void listenersThatTakeLongKeepNoOtherFromItsTimeout() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<ChatFailure> last = new CompletableFuture<>();
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            ChatClient chat = new ChatClient(new ChatProperties(
                    "http://127.0.0.1:" + silent.getLocalPort() + "/v1", "silent", null, LONG, LONG, LONG));
            for (int i = 0; i < 8; i++) {
                start(chat, 100, failure -> await(end));
            }
            start(chat, 500, last::complete);

            assertThat(last).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(ChatFailure.TIMEOUT);
            chat.stop();
        } finally {
            end.countDown();
        }
    }

    private static void start(ChatClient chat, long silenceMillis, Consumer<ChatFailure> onFailure) {
        List<ChatMessage> messages = List.of(UserMessage.from("Orada mısın?"));
        chat.start(messages, Duration.ofMillis(silenceMillis), LONG, new ChatListener() {
            @Override
            public void piece(String text) {}

            @Override
            public void complete() {}

            @Override
            public void failed(ChatFailure failure) {
                onFailure.accept(failure);
            }
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
