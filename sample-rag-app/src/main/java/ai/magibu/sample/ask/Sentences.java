package ai.magibu.sample.ask;

import ai.magibu.sample.documents.SentenceSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Cuts an answer into sentences and gives each its citations, whether they stand before its full stop or after it. */
final class Sentences {

    private Sentences() {}

    static List<Sentence> of(String answer) {
        List<Sentence> sentences = new ArrayList<>();
        String[] lines = answer.split("\n");
        for (int i = 0; i < lines.length; i++) {
            boolean last = i == lines.length - 1;
            if (!lines[i].isBlank()) {
                addLine(lines[i], last ? "" : "\n", sentences);
            } else {
                addToLast("\n", List.of(), sentences);
            }
        }
        return sentences;
    }

    private static void addToLast(String text, List<Integer> citations, List<Sentence> sentences) {
        if (!sentences.isEmpty()) {
            Sentence last = sentences.get(sentences.size() - 1);
            List<Integer> all = Stream.concat(last.citations().stream(), citations.stream()).distinct().toList();
            sentences.set(sentences.size() - 1, new Sentence(last.text() + text, all));
        }
    }

    private record Citation(int place, int number) {}

    private static void addLine(String line, String lineBreak, List<Sentence> sentences) {
        StringBuilder text = new StringBuilder(); // without citations
        List<Citation> citations = new ArrayList<>();
        String marked = line.replaceAll("\\s+", " ").strip();
        Matcher citation = AnswerText.CITATION.matcher(marked);
        int from = 0;
        while (citation.find()) {
            text.append(marked, from, citation.start());
            for (int number : AnswerText.numbers(citation.group(1))) {
                citations.add(new Citation(text.length(), number));
            }
            from = text.isEmpty() && marked.startsWith(" ", citation.end()) ? citation.end() + 1 : citation.end();
        }
        text.append(marked, from, marked.length());
        if (text.isEmpty()) {
            addToLast("", citations.stream().map(Citation::number).toList(), sentences);
            return;
        }
        int start = 0;
        List<String> pieces = SentenceSplitter.sentences(text.toString());
        for (int i = 0; i < pieces.size(); i++) {
            int begin = start;
            int end = begin + pieces.get(i).stripTrailing().length();
            boolean last = i == pieces.size() - 1;
            sentences.add(new Sentence(
                    last ? pieces.get(i).stripTrailing() + lineBreak : pieces.get(i),
                    citations.stream()
                            .filter(cited -> cited.place() >= begin && cited.place() <= end)
                            .map(Citation::number)
                            .distinct()
                            .toList()));
            start += pieces.get(i).length();
        }
    }
}
