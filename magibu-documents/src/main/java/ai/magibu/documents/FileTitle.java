package ai.magibu.documents;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Chooses a title: the file's own, unless a program made it up, or else the file name. */
final class FileTitle {

    private static final int LONGEST = 200; // characters

    private static final Pattern MADE_UP = Pattern.compile("(?iu)"
            + "microsoft (word|powerpoint|excel|publisher)( - .*)?"
            + "|.*\\.(docx?|docm|dotx?|odt|rtf|txt|md|pages|indd|qx[dp]|pmd|p65|tex|dvi|eps|pdf|pptx?|ppsx?|xlsx?|cdr|html?|xhtml|tiff?"
            + "|jpe?g|png)"
            + "|(untitled|adsız|isimsiz|başlıksız|no title|başlık yok)(\\W.*)?"
            + "|((new|yeni) )?(microsoft \\w+ )?(document|belgesi|belge|doküman|sunu|presentation|slayt|slide|deck)\\W*\\d*"
            + "|(microsoft )?powerpoint (presentation|sunusu)"
            + "|[^\\p{L}\\p{N}]*");

    private FileTitle() {}

    static boolean isGood(String title) {
        return !MADE_UP.matcher(CleanText.line(title)).matches();
    }

    static @Nullable String of(String ownTitle, @Nullable String fileName) {
        String title = CleanText.line(ownTitle);
        if (!isGood(title)) {
            title = fileName == null ? "" : withoutEnding(CleanText.line(fileName));
        }
        if (title.isEmpty()) {
            return fileName;
        }
        return title.substring(0, title.offsetByCodePoints(0, Math.min(LONGEST, title.codePointCount(0, title.length()))));
    }

    private static String withoutEnding(String fileName) {
        String name = fileName.substring(Math.max(fileName.lastIndexOf('/'), fileName.lastIndexOf('\\')) + 1);
        return name.replaceFirst("(?<=.)\\.(?=\\p{N}*\\p{L})[\\p{L}\\p{N}]{1,8}$", "").replaceAll("[-_]+", " ").strip();
    }
}
