package ai.magibu.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The program: serves the embeddings of one model over HTTP. */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(ServerSettings.class)
public class MagibuServer {

    /** Starts the server with the settings of Spring Boot, and with {@code --model} and {@code --port}. */
    public static void main(String[] arguments) {
        String[] settings;
        try {
            settings = CommandLine.settings(arguments);
        } catch (StartFailure e) {
            System.err.println(e.getMessage() + " " + e.action());
            System.exit(2);
            return;
        }
        SpringApplication application = new SpringApplication(MagibuServer.class);
        application.setWebApplicationType(WebApplicationType.REACTIVE);
        application.addInitializers(context -> check(context.getEnvironment()));
        application.run(settings);
    }

    private static void check(Environment environment) {
        String port = environment.getProperty("server.port", "");
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
            throw new StartFailure("The port is \"" + port + "\", not from 0 to 65535.",
                    "Correct the option --port, the environment variable PORT or the setting server.port.");
        }
        if (!StringUtils.hasText(environment.getProperty("magibu.embedding.model"))) {
            throw StartFailure.withoutModel();
        }
    }
}
