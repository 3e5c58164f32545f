package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.documents.Pdfs;
import ai.magibu.sample.http.Api.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Upload, list, replace and delete, over HTTP and on a real pgvector. */
class DocumentsIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void everyFormatIsReadStoredListedAndFound() {
        assertStoredAndFound(file("ahtapot.txt", "Ahtapotun üç kalbi vardır ve kanı mavidir."), "text/plain", "ahtapot", "Ahtapotun kaç kalbi vardır?");
        assertStoredAndFound(
                file("pusula.md", "# Pusulanın icadı\n\nPusulanın iğnesi *manyetik* kuzeyi gösterir."),
                "text/markdown",
                "Pusulanın icadı",
                "Pusulanın iğnesi nereyi gösterir?");
        assertStoredAndFound(
                file("saat.html", "<title>Güneş saati</title><p>Güneş saati gölgenin yerinden zamanı okur.</p>"),
                "text/html",
                "Güneş saati",
                "Güneş saati zamanı nasıl okur?");
        assertStoredAndFound(
                Map.entry("balon.pdf", Pdfs.of(null, List.of("Sıcak hava balonu, ısınan havanın yükselmesiyle uçar."))),
                "application/pdf",
                "balon",
                "Sıcak hava balonu nasıl uçar?");
    }

    private void assertStoredAndFound(Map.Entry<String, byte[]> file, String mediaType, String title, String question) {
        JsonNode job = api.ingest(file).get(0);

        assertThat(job.path("state").asString()).isEqualTo("stored");
        assertThat(job.path("replaced").asBoolean()).isFalse();
        JsonNode document = document(job);
        assertThat(document.path("source").asString()).isEqualTo(file.getKey());
        assertThat(document.path("mediaType").asString()).isEqualTo(mediaType);
        assertThat(document.path("title").asString()).isEqualTo(title);
        assertThat(document.path("chunkCount").asInt()).isEqualTo(1);
        assertThat(api.get("/api/documents").each("", "source")).contains(file.getKey());
        assertThat(api.search(question, 50).each("passages", "source")).contains(file.getKey());
    }

    @Test
    void sameNameReplacesTheOldChunks() {
        String longText = sentences("Kirpi %d. gece gezer ve böcek yer. ");
        int before = chunks();
        int chunks = document(api.ingest(file("kirpi.txt", longText)).get(0)).path("chunkCount").asInt();
        assertThat(chunks).isGreaterThan(3);
        assertThat(chunks()).isEqualTo(before + chunks);

        assertThat(api.ingest(file("kirpi.txt", longText)).get(0).path("state").asString()).isEqualTo("unchanged");
        assertThat(chunks()).isEqualTo(before + chunks);

        JsonNode shorter = api.ingest(file("kirpi.txt", "Kirpinin dikenleri sertleşmiş kıldır.")).get(0);
        assertThat(shorter.path("state").asString()).isEqualTo("stored");
        assertThat(shorter.path("replaced").asBoolean()).isTrue();
        assertThat(chunks()).isEqualTo(before + 1);
        assertThat(api.get("/api/documents").each("", "source")).containsOnlyOnce("kirpi.txt");
        assertThat(api.search("kirpi", 50).each("passages", "text")).noneMatch(text -> text.contains("böcek"));
    }

    @Test
    void sameContentUnderAnotherNameIsADuplicateAndNotStored() {
        String id = api.ingest(file("asil.txt", "Martı denizin üstünde süzülür.")).get(0).path("documentId").asString();

        JsonNode copy = api.ingest(file("kopya.txt", "Martı denizin üstünde süzülür.")).get(0);

        assertThat(copy.path("state").asString()).isEqualTo("duplicate");
        assertThat(copy.path("documentId").asString()).isEqualTo(id);
        assertThat(copy.path("message").asString()).contains("asil.txt");
        assertThat(api.get("/api/documents").each("", "source")).contains("asil.txt").doesNotContain("kopya.txt");

        // But a name that has a document gets the content that was uploaded for it.
        api.ingest(file("baska.txt", "Pelikan balık tutar."));
        assertThat(api.ingest(file("baska.txt", "Martı denizin üstünde süzülür.")).get(0).path("replaced").asBoolean()).isTrue();
    }

    @Test
    void deletedDocumentIsGoneFromListAndSearch() {
        int before = chunks();
        String id = api.ingest(file("yarasa.txt", "Yarasa yönünü yankıyla bulur.")).get(0).path("documentId").asString();

        Reply deleted = api.delete(id);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body().isMissingNode()).isTrue();
        assertThat(chunks()).isEqualTo(before);
        assertThat(api.get("/api/documents").each("", "source")).doesNotContain("yarasa.txt");
        assertThat(api.search("yarasa", 50).each("passages", "source")).doesNotContain("yarasa.txt");
        assertProblem(api.delete(id), 404, id);
        assertProblem(api.get("/api/documents/" + id), 404, id);
    }

    @Test
    void titleAndTagsOfTheFormAreTheDocuments() {
        JsonNode job = api.ingest(
                Map.of("title", "Kutup ışıkları üzerine", "tags", "gökyüzü, kutup"), file("kutup.txt", "Aurora kutuplarda görülür.")).get(0);
        assertThat(document(job).path("title").asString()).isEqualTo("Kutup ışıkları üzerine");
        assertThat(tags(job)).containsExactly("gökyüzü", "kutup");

        // Other tags need no new vectors, another title does: it takes part in them.
        JsonNode retagged = api.ingest(
                Map.of("title", "Kutup ışıkları üzerine", "tags", "ışık"), file("kutup.txt", "Aurora kutuplarda görülür.")).get(0);
        assertThat(retagged.path("state").asString()).isEqualTo("unchanged");
        assertThat(tags(retagged)).containsExactly("ışık");
        JsonNode renamed = api.ingest(Map.of("title", "Aurora"), file("kutup.txt", "Aurora kutuplarda görülür.")).get(0);
        assertThat(renamed.path("state").asString()).isEqualTo("stored");
        assertThat(document(renamed).path("title").asString()).isEqualTo("Aurora");
        assertThat(tags(renamed)).as("kept, as none were given").containsExactly("ışık");
    }

    private List<String> tags(JsonNode job) {
        return document(job).path("tags").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void documentComesWithItsTextAndThePlacesOfItsChunks() {
        JsonNode job = api.ingest(file("yer.txt", "😀 Leylek göç eder.\n\n\n" + sentences("Yuvasını %d yılında yeniden kurar. "))).get(0);
        JsonNode document = document(job);
        String text = document.path("text").asString();

        assertThat(text).startsWith("😀 Leylek göç eder.\n\nYuvasını");
        assertThat(document.path("chunks").size()).isEqualTo(job.path("chunksTotal").asInt()).isGreaterThan(1);
        for (JsonNode passage : api.search("leylek yuvası", 50).body().path("passages")) {
            if (passage.path("source").asString().equals("yer.txt")) {
                assertThat(passage.path("start").asInt())
                        .isEqualTo(document.path("chunks").path(passage.path("firstChunk").asInt()).path("start").asInt());
                assertThat(passage.path("text").asString())
                        .isEqualTo(text.substring(passage.path("start").asInt(), passage.path("end").asInt()));
            }
        }
    }

    @Test
    void formsThatCannotBeTakenAreProblems() {
        assertProblem(api.upload(Map.of("title", "yalnız başlık")), 400, "no file");
        assertProblem(api.upload(Map.of("title", "t"), file("a.txt", "a"), file("b.txt", "b")), 400, "one file");
        assertProblem(api.upload(Map.of("tags", "t".repeat(60)), file("a.txt", "a")), 400, "tags");
    }

    @Test
    void fileAboveTheLimitIsAProblemThatNamesIt() {
        assertProblem(api.upload(Map.entry("dev.txt", new byte[60_000_000])), 413, "50MB");
    }

    @Test
    void unknownPathsAndIdsAreProblems() {
        assertProblem(api.get("/api/yok"), 404, "");
        assertProblem(api.delete("kimlik-degil"), 400, "id");
    }

    private static void assertProblem(Reply reply, int status, String detail) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.isProblem()).isTrue();
        assertThat(reply.detail()).contains(detail);
        assertThat(reply.body().toString()).doesNotContain("Exception", "at ai.magibu");
    }

    private static String sentences(String pattern) {
        return IntStream.range(0, 60).mapToObj(pattern::formatted).collect(Collectors.joining());
    }

    private JsonNode document(JsonNode job) {
        return api.get("/api/documents/" + job.path("documentId").asString()).body();
    }

    private int chunks() {
        return api.get("/api/status").body().path("chunks").asInt();
    }
}
