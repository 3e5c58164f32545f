package ai.magibu.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class VersionProvider implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("version.properties"))) {
            properties.load(in);
        }
        return new String[] {
                "magibu-cli " + properties.getProperty("version") + " (Java " + Runtime.version() + ")"
        };
    }
}
