package ai.magibu.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.text.Normalizer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQL functions: which question finds which text. */
class TurkishTextSearchIT {

    private static ChunkTable table;

    @BeforeAll
    static void start() throws SQLException {
        table = new ChunkTable(TestDatabase.empty());
    }

    private static boolean finds(String question, String text) throws SQLException {
        return table.query("SELECT coalesce(turkish_vector(?) @@ turkish_query(?), false)::text", text, question).equals(List.of("true"));
    }

    private static String words(String text) throws SQLException {
        return table.query("SELECT turkish_words(?)", text).get(0);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            ığdır       | Iğdır'daki ev
            IĞDIR       | Iğdır'daki ev
            igdir       | Iğdır'daki ev
            ığdır       | IGDIR
            igdir       | IGDIR
            IGDIR       | Iğdır
            İĞDE        | iğde ağacı
            IGDE'nin    | İĞDE ağacı
            ılıca       | ILICANIN suyu
            ilica       | ILICANIN suyu
            ILICA       | ılıcanın suyu
            i̇ğde       | İğde
            istanbul    | ISTANBUL
            ISTANBUL    | İstanbul
            dogum       | doğumu
            ÜNİVERSİTE  | üniversitesinde
            kâğıt       | kağıt
            kağıt       | kâğıt
            kışın       | KISIN
            cafe        | café
            erkek       | kadın/erkek eşitliği
            kadın       | kadın/erkek eşitliği
            2024        | 2023-2024 dönemi
            2023        | 2023-2024 dönemi
            2024        | 15/03/2024
            covid       | Covid-19
            19          | Covid-19
            KVKK        | KVKK/GDPR
            rapor       | mali_rapor.pdf
            pdf         | mali_rapor.pdf
            ornek       | ali@ornek.com.tr
            ali         | ali@ornek.com.tr
            haberler    | https://www.ornek.com.tr/haberler?id=7
            etiket      | <b>etiket</b>
            500         | 1.500,50
            Fransa      | Fransa'nın nüfusu
            fransanın   | Fransa’nın nüfusu
            Fransa'nın  | fransa sınırı
            türkiyenin  | Türkiye'de
            Türkiye     | türkiyenin yüzölçümü
            ankaranın   | Ankara
            tbmmnin     | TBMM
            TBMM'nin    | tbmmde
            Kuran       | Kur'an-ı Kerim
            Kur’an'ın   | Kuran'dan
            dartagnan   | d'Artagnan
            O'Brien     | obrien
            McDonald's  | mcdonalds
            1920        | 1920'lerde
            fiyat       | ﬁyat
            """)
    void wordIsFoundHoweverItIsWritten(String question, String text) throws SQLException {
        assertThat(finds(question, text)).isTrue();
        assertThat(finds(question, Normalizer.normalize(text, Normalizer.Form.NFD))).isTrue();
        assertThat(finds(Normalizer.normalize(question, Normalizer.Form.NFD), text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '~', delimiter = '|', textBlock = """
            kışın              | kişinin hakkı
            Fransa'nın         | Almanya'nın İtalya'nın
            TBMM'nin           | nin nın evin
            Ankara'dan         | dan
            X'in değeri        | in
            su                 | şu şunu şunun şuna
            kur                | Kur'an
            sunu               | şunu
            bir büyük göl      | bir
            zzzqqq             | başka bir şey
            """)
    void otherWordsAreNotFound(String question, String text) throws SQLException {
        assertThat(finds(question, text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "’", "‘", "‛", "ʼ", "`", "´", "ʹ", "′", "＇"})
    void suffixAfterAnyApostropheIsNoWord(String apostrophe) throws SQLException {
        for (String suffix : List.of(
                "nın", "nin", "nun", "ün", "ın", "un", "dan", "den", "tan", "ten", "da", "ta", "te", "ye", "ya", "e", "a", "yi", "yı", "ı",
                "ü",
                "la", "yle", "dır", "lı", "li", "ler", "lar", "larının", "daki", "ndaki", "nden", "lerde", "ce", "ydı", "ymış", "sız",
                "ken",
                "inci", "uncu", "er", "şer", "imiz", "si", "sının", "ki", "DAKİ", "NIN")) {
            assertThat(words("Fransa" + apostrophe + suffix + " nüfusu")).as(suffix).isEqualTo("fransa nüfusu");
        }
        assertThat(words("Kur" + apostrophe + "an O" + apostrophe + "Brien A" + apostrophe + "dan 5" + apostrophe + "inci"))
                .isEqualTo("kuran obrien a 5");
        assertThat(words(apostrophe + "alıntı" + apostrophe + " " + apostrophe)).isEqualTo("alıntı");
    }

    @Test
    void invisibleCharactersNeitherSplitNorHideWords() throws SQLException {
        for (String invisible : "\u00AD \u034F \u061C \u180E \u200B \u200C \u200D \u200E \u200F \u202A \u202E \u2060 \u2063 \u2069 \uFE0F \uFEFF"
                .split(" ")) {
            assertThat(words("Cumhur" + invisible + "başkan" + invisible + "lığı" + invisible))
                    .as("U+%04X", (int) invisible.charAt(0)).isEqualTo("cumhurbaşkanlığı");
        }
    }

    @Test
    void whiteSpaceAndSymbolsSeparate() throws SQLException {
        for (int separator : new int[] {
                9, 10, 11, 12, 13, 0x1C, ' ', 0x85, 0xA0, 0x1680, 0x2000, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, '/', '-',
                '_', '.', ',',
                ';', ':', '!', '?', '"', '(', ')', '[', ']', '{', '}', '<', '>', '&', '*', '+', '=', '\\', '|', '#', '%', '@', '^', '~',
                '$', '§', '«', '»', '·',
                '×', '“', '”', '„', '–', '—', '…', '•', '‐', '‑', '₺', '€', '→', '■', '✓', '⁄', '，', '。', '／', 0x1F600, 0xFFFD, 0xE000,
                0x7F, 1
        }) {
            assertThat(words("ön" + Character.toString(separator) + "arka")).as("U+%04X", separator).isEqualTo("ön arka");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "", " ", "?", "😀", "bir", "ne kadar", "Nedir?", "NEDIR", "nedir", "nasıl", "NASIL", "nasil", "hangi hangisi",
            "ve ile bu nasıl", "mi", "mı", "mu",
            "mü", "kac", "kaç", "için", "icin", "Hangi bir şey ne kadar?", "'", "o'", "\u00AD"
    })
    void questionOfStopWordsFindsNothing(String question) throws SQLException {
        assertThat(table.query("SELECT turkish_query(?)::text", question)).as(question).containsExactly((String) null);
        assertThat(table.query("SELECT cardinality(turkish_stems(?))::text", question)).containsExactly("0");
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "'; DROP TABLE chunks; --", "\\", "a & | ! ( : *", "\"x", "%", "a:*", "'a' & 'b'", "a\\'b", "=a", "$1", "{a,b}", "<-> a", "é́́",
            "\uFFFF",
            "𝕬 ⅷ ½", "👨‍👩‍👧‍👦 aile"
    })
    void oddQuestionsHaveAnAnswer(String question) throws SQLException {
        assertThat(table.query("SELECT coalesce(turkish_vector(?) @@ turkish_query(?), false)::text", question, question)).hasSize(1);
    }

    @Test
    void wordsLongerThanPostgresIndexesAreLeftOut() throws SQLException {
        for (String letter : List.of("a", "ş", "ı", "ü")) {
            assertThat(finds(letter.repeat(5_000) + " deniz", letter.repeat(5_000) + " deniz")).isTrue();
            assertThat(table.query("SELECT turkish_query(?)::text", letter.repeat(5_000))).containsExactly((String) null);
        }
    }

    /** Tests each length near a limit of characters or bytes, because stems and marks add bytes to some words. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "ş", "aş", "ı", "한", "ΐ", "ab"})
    void longWordOfAnyLengthIsIndexedOrLeftOut(String letters) throws SQLException {
        for (String end : List.of("", "ş", "d", "c", "lar")) {
            assertThat(table.query(
                    "SELECT count(turkish_vector(repeat(?, n) || ?))::text FROM generate_series(1, 2100) AS n"
                            + " WHERE n BETWEEN 150 AND 170 OR n BETWEEN 670 AND 690 OR n BETWEEN 1010 AND 1030 OR n > 2040",
                    letters,
                    end))
                    .containsExactly("123");
        }
        assertThat(finds("ş".repeat(160) + " deniz", "ş".repeat(160))).isTrue();
        assertThat(finds("ş".repeat(161), "ş".repeat(161))).isFalse();
        assertThat(finds("deniz", "ş".repeat(2_046) + "deniz ş" + " deniz" + "ş".repeat(2_046))).isFalse();
        assertThat(finds("deniz", "ş".repeat(2_046) + " deniz")).isTrue();
    }

    @Test
    void questionMayBeAWholeBook() throws SQLException {
        StringBuilder book = new StringBuilder("deniz ");
        for (int i = 0; i < 20_000; i++) {
            book.append("Şehir").append(Integer.toString(i, 36)).append("'nin ");
        }

        assertThat(finds(book.toString(), "deniz")).isTrue();
        assertThat(finds("deniz", book.toString())).isTrue();
    }

    @Test
    void functionsCanBeInstalledAgainAndWorkUnderAnotherSearchPath() throws SQLException {
        table.add("Iğdır'daki ılıca");
        table.execute(TurkishTextSearch.sql(), TurkishTextSearch.sql());

        assertThat(table.query("SELECT set_config('search_path', '', false), public.turkish_vector('Fransa''nın')::text")).hasSize(1);
        try (var connection = table.dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SET search_path = ''");
            try (var row = statement.executeQuery("SELECT count(*) FROM public.chunks WHERE search @@ public.turkish_query('igdir')")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getInt(1)).isEqualTo(1);
            }
            assertThat(statement.executeUpdate("INSERT INTO public.chunks (embedding_id, embedding, text) "
                    + "SELECT gen_random_uuid(), embedding, text FROM public.chunks LIMIT 1"))
                    .isEqualTo(1);
            statement.execute("RESET search_path");
        }
        assertThat(TurkishTextSearch.sql().lines().count()).isLessThanOrEqualTo(70);
    }
}
