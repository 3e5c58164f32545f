package ai.magibu.sample.http;

import static ai.magibu.sample.http.SampleApp.file;
import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.sample.documents.Pdfs;
import ai.magibu.sample.http.Api.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Upload, list, replace and delete, over HTTP and on a real pgvector. */
class DocumentsIT {

    private final Api api = SampleApp.shared().api();

    @Test
    void everyFormatIsReadStoredListedAndFound() {
        assertStoredAndFound(file("ahtapot.txt", "Ahtapotun üç kalbi vardır ve kanı mavidir."), "text/plain", "ahtapot");
        assertStoredAndFound(
                file("pusula.md", "# Pusulanın icadı\n\nPusulanın iğnesi *manyetik* kuzeyi gösterir."),
                "text/markdown",
                "Pusulanın icadı");
        assertStoredAndFound(
                file("saat.html", "<title>Güneş saati</title><p>Güneş saati gölgenin yerinden zamanı okur.</p>"),
                "text/html",
                "Güneş saati");
        assertStoredAndFound(
                Map.entry("balon.pdf", Pdfs.of(null, List.of("Sıcak hava balonu, ısınan havanın yükselmesiyle uçar."))),
                "application/pdf",
                "balon");
    }

    private void assertStoredAndFound(Map.Entry<String, byte[]> file, String mediaType, String title) {
        Reply reply = api.upload(file);

        assertThat(reply.status()).isEqualTo(201);
        JsonNode document = reply.body().path(0).path("document");
        assertThat(reply.body().path(0).path("outcome").asString()).isEqualTo("ADDED");
        assertThat(document.path("mediaType").asString()).isEqualTo(mediaType);
        assertThat(document.path("title").asString()).isEqualTo(title);
        assertThat(document.path("chunkCount").asInt()).isEqualTo(1);
        assertThat(api.get("/api/documents").each("", "source")).contains(file.getKey());
        assertThat(api.search(title, 50).each("passages", "source")).contains(file.getKey());
    }

    @Test
    void sameNameReplacesTheOldChunks() {
        String longText = "Kirpi geceleri gezer ve böcek yer. ".repeat(60);
        int before = chunks();
        int chunks = api.upload(file("kirpi.txt", longText)).body().path(0).path("document").path("chunkCount").asInt();
        assertThat(chunks).isGreaterThan(3);
        assertThat(chunks()).isEqualTo(before + chunks);

        Reply again = api.upload(file("kirpi.txt", longText));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.each("", "outcome")).containsExactly("UNCHANGED");
        assertThat(chunks()).isEqualTo(before + chunks);

        Reply shorter = api.upload(file("kirpi.txt", "Kirpinin dikenleri sertleşmiş kıldır."));
        assertThat(shorter.status()).isEqualTo(200);
        assertThat(shorter.each("", "outcome")).containsExactly("REPLACED");
        assertThat(chunks()).isEqualTo(before + 1);
        assertThat(api.get("/api/documents").each("", "source")).containsOnlyOnce("kirpi.txt");
        assertThat(api.search("kirpi", 50).each("passages", "text")).noneMatch(text -> text.contains("böcek"));
    }

    @Test
    void deletedDocumentIsGoneFromListAndSearch() {
        int before = chunks();
        String id = api.upload(file("yarasa.txt", "Yarasa yönünü yankıyla bulur."))
                .body().path(0).path("document").path("id").asString();

        Reply deleted = api.delete(id);

        assertThat(deleted.status()).isEqualTo(204);
        assertThat(deleted.body().isMissingNode()).isTrue();
        assertThat(chunks()).isEqualTo(before);
        assertThat(api.get("/api/documents").each("", "source")).doesNotContain("yarasa.txt");
        assertThat(api.search("yarasa", 50).each("passages", "source")).doesNotContain("yarasa.txt");
        assertThat(api.delete(id)).satisfies(reply -> {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.isProblem()).isTrue();
        });
    }

    @Test
    void titleOfTheFormIsTheDocuments() {
        Reply reply = api.upload(Map.of("title", "Kutup ışıkları üzerine"), file("kutup.txt", "Aurora kutuplarda görülür."));

        assertThat(reply.body().path(0).path("document").path("title").asString()).isEqualTo("Kutup ışıkları üzerine");
    }

    @Test
    void severalFilesAreStoredTogetherOrNotAtAll() {
        Reply good = api.upload(file("bir.txt", "Birinci belge."), file("iki.txt", "İkinci belge."));
        assertThat(good.status()).isEqualTo(201);
        assertThat(good.body().valueStream().map(n -> n.path("document").path("source").asString()))
                .containsExactly("bir.txt", "iki.txt");

        int before = chunks();
        Reply bad = api.upload(file("üç.txt", "Üçüncü belge."), Map.entry("dört.txt", new byte[0]));
        assertThat(bad.status()).isEqualTo(422);
        assertThat(bad.detail()).contains("dört.txt");
        assertThat(chunks()).isEqualTo(before);
    }

    @Test
    void filesThatCannotBeReadAreProblemsThatSayWhatToDo() {
        assertProblem(api.upload(Map.entry("bos.txt", new byte[0])), 422, "bos.txt");
        assertProblem(api.upload(Map.entry("gizli.pdf", Pdfs.of("parola", List.of("gizli")))), 422, "password");
        assertProblem(api.upload(Map.entry("tarama.pdf", Pdfs.of(null, List.of()))), 422, "ocrmypdf");
        assertProblem(api.upload(Map.entry("eski.txt", new byte[] {(byte) 0xFE, 'o', 'l'})), 422, "UTF-8");
        assertProblem(api.upload(file("program.exe", "MZ")), 415, ".pdf");
        assertProblem(api.upload(Map.of("title", "yalnız başlık")), 400, "no file");
        assertProblem(api.upload(Map.of("title", "t"), file("a.txt", "a"), file("b.txt", "b")), 400, "one file");
    }

    @Test
    void fileAboveTheLimitIsAProblemThatNamesIt() {
        assertProblem(api.upload(Map.entry("dev.txt", "metin ".repeat(2_000_000).getBytes(StandardCharsets.UTF_8))), 413, "10MB");
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

    private int chunks() {
        return api.get("/api/status").body().path("chunks").asInt();
    }
}
