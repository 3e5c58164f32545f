package ai.magibu.documents;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/** Reads a "&lt;" that does not begin a tag as text, because commonmark-java searches the whole paragraph for the end of each tag. */
final class LessThanSigns implements InlineContentParserFactory {

    @Override
    public Set<Character> getTriggerCharacters() {
        return Set.of('<');
    }

    /** Returns the parser of one paragraph. */
    @Override
    public InlineContentParser create() {
        return new InlineContentParser() {

            private boolean noMoreEnds;

            @Override
            public ParsedInline tryParse(InlineParserState state) {
                Scanner scanner = state.scanner();
                scanner.next();
                var afterSign = scanner.position();
                char next = scanner.peek();
                boolean maybeTag = next == '/' || next == '!' || next == '?' || next >= 'a' && next <= 'z' || next >= 'A' && next <= 'Z';
                if (maybeTag && !noMoreEnds) {
                    noMoreEnds = scanner.find('>') < 0;
                }
                return maybeTag && !noMoreEnds ? ParsedInline.none() : ParsedInline.of(new Text("<"), afterSign);
            }
        };
    }
}
