package ai.magibu.embedding.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import ai.magibu.embedding.api.Span;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("locale")
class TurkishSentencesTest {

    /** In each text "|" stands where a sentence ends. */
    @ParameterizedTest
    @ValueSource(strings = {
            "Dr. Ahmet Bey geldi.| Prof. Dr. Ayşe Hanım gitti.| Doç.Dr. Veli konuştu.",
            "M.Ö. 3000 yılında kuruldu.| M.S. 5. yüzyılda yıkıldı.| Bkz. a.g.e. İkinci bölüm.",
            "Madde No. 5 uyarınca ödenir.| Ücret 3.500,50 TL'dir.| Oran 2,5'tir.| Artış 2,5.| Sonra durdu.",
            "19. yüzyılda Osmanlı değişti.| II. Mahmut reform yaptı.| III. Selim tahttan indi.| 20. Yüzyıl başladı.",
            "Elma, armut vb. meyveler alındı.| \"Gel!\" dedi.| Nereye gidiyorsun?| İyiyim...| Sonra gitti.",
            "T.C. Anayasası 1982'de yürürlüğe girdi.| 29.10.1923 tarihinde ilan edildi.| Saat 14.30'da başladı.",
            "M. Kemal Atatürk 1881'de doğdu.| Bkz. s. 145.| Işık söndü.| İnsanlar dağıldı.",
            "Türk Hava Yolları A.Ş. Genel Müdürü konuştu.| (Bu bir nottur.)| “Tırnak içinde.”| Son.",
            "Kalp (lat. cor) vb. (Örneğin böbrek) organdır.| Türkçe (İng. Turkish) bir dildir.| Yıl 1923.| Cumhuriyet kuruldu.",
            "Nüfusu artmıştır.[3] Göç sürer.[12][13]| Sonra azaldı.",
            "Ne dedin?!| Hiç!..| Peki…| **Tamam.**| _Olur._| Site: www.ornek.com.tr adresidir.| E-posta: a@b.com.",
            "Ne? Ne dedi? diye sordu.| “Gel.” dedi.| Tamam. (bkz. ek)",
            "Hz. Muhammed (s.a.v.) Mekke'de doğdu.| TCK m. 5, f. 2 uygulanır.| Eski DVD.| Yeni LCD.| IV. Murad geldi.| Gitti.¹| Döndü.",
            "selam.| nasılsın?| ben iyiyim, kitap vb. aldım.",
            "1. Giriş bölümüdür.| 2. Sonuç bölümüdür.",
            "İlk cümle.\u00A0| İkinci cümle.\u2028| Üçüncü cümle.\u0085| Dördüncü.",
            "Başlık\n\n| Metin burada. \r\n\r\n| Sonraki paragraf\u2029| son paragraf",
            "Satır sonunda\nbölünen cümle burada biter.| Ankara'da\nyaşayan Ahmet.",
            "Şehir;Nüfus;Not\n| Ankara;5.8;Başkent. Büyüktür.\n| İzmir;4.4;Liman",
            "- Elma\r\n| - Armut\r\n| - Kiraz"
    })
    void sentencesEndWhereTurkishEndsThem(String text) {
        String plain = text.replace("|", "");
        List<String> expected = Arrays.stream(text.replace("Başkent. ", "Başkent.| ").replace("artmıştır.[3] ", "artmıştır.[3]| ")
                .replace("Ne? Ne", "Ne?| Ne")
                .split("\\|"))
                .map(sentence -> sentence.replaceAll("(?U)^\\s+|\\s+$", ""))
                .toList();

        assertThat(TurkishSentences.of(plain).stream().map(span -> plain.substring(span.start(), span.end())))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " \n\n \t", "\u00A0", "\u00A0\u2028\u0085\u3000\u2029", "\uFEFF", "\u200B \u00AD\u2060", "\u0000"})
    void blankTextHasNoSentence(String text) {
        assertThat(TurkishSentences.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "...", ". . .", "?", "a.", "🇹🇷.", "\ud83d. \ude00", "Bir. \ud83d", "a. (((", "[1", "son.[", "Bir.[12"})
    void oddTextKeepsItsCharacters(String text) {
        List<Span> sentences = TurkishSentences.of(text);

        StringBuilder kept = new StringBuilder();
        sentences.forEach(span -> kept.append(text, span.start(), span.end()));
        assertThat(kept.toString().replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
    }

    @Test
    void timeIsLinear() {
        for (String piece : List.of(". ", ".", "\"", ".(", "a.", "\n", " \n ", "A. ", "1.", "\u00A0", "[1", ".[1]", "x", "\nx", "\nX",
                "😀. ")) {
            String text = piece.repeat(2_000_000 / piece.length());
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> TurkishSentences.of(text), piece);
        }
    }
}
