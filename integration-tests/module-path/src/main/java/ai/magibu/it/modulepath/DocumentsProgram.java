package ai.magibu.it.modulepath;

import ai.magibu.documents.FileParser;
import ai.magibu.documents.IsolatedFileParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the text of files, read in this process and in a separate one. */
public final class DocumentsProgram {

    private DocumentsProgram() {}

    /** @param args the files */
    public static void main(String[] args) throws IOException {
        try (IsolatedFileParser isolated = IsolatedFileParser.builder().build()) {
            for (String file : args) {
                Path path = Path.of(file);
                String name = path.getFileName().toString();
                byte[] content = Files.readAllBytes(path);
                System.out.println(name + ": " + new FileParser().parse(name, content).text());
                System.out.println(name + " isolated: " + isolated.parse(name, content).text());
            }
        }
    }
}
