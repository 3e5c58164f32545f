package ai.magibu.sample;

import ai.magibu.documents.FileParser;
import ai.magibu.embedding.MagibuEmbedder;
import ai.magibu.sample.documents.Documents;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Reports what the application runs on, and the questions that the page can suggest. */
@RestController
record StatusController(
        MagibuEmbedder embedder,
        Documents documents,
        JdbcClient jdbc,
        JsonMapper json,
        SampleProperties settings,
        @Value("${magibu.embedding.model}") String model,
        @Value("classpath:demo/questions.json") Resource questionFile,
        @Value("${spring.servlet.multipart.max-file-size}") DataSize maxFileSize) {

    private static final String DEMO = "classpath:/demo/model/";

    record Status(
            String model, boolean demo, String identity, int dimensions, String precision, String device, String database,
            String chatModel, String user, long maxFileBytes, Collection<String> endings, int documents) {}

    record Question(String question, String document) {}

    @GetMapping("/api/status")
    Status status(Authentication user) {
        return new Status(
                model.equals(DEMO) ? "demo" : model.replaceFirst(".*[/\\\\](?=.)", ""), model.equals(DEMO), embedder.identity(),
                embedder.dimension(), embedder.precision().name().toLowerCase(Locale.ROOT), embedder.device().toString(),
                "PostgreSQL " + jdbc.sql("SHOW server_version").query(String.class).single().split(" ")[0],
                settings.chat().model(), user == null ? null : user.getName(), maxFileSize.toBytes(), FileParser.endings(),
                documents.names().size());
    }

    /** Returns questions whose documents are stored. */
    @GetMapping("/api/questions")
    List<String> questions() throws IOException {
        List<String> stored = documents.names();
        return Stream.of(json.readValue(questionFile.getContentAsByteArray(), Question[].class))
                .filter(question -> stored.contains(question.document() + ".md"))
                .map(Question::question).limit(6).toList();
    }
}
