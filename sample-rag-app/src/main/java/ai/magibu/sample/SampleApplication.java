package ai.magibu.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

@SpringBootApplication(exclude = UserDetailsServiceAutoConfiguration.class) // its user has a password that is logged
@ConfigurationPropertiesScan
public class SampleApplication {

    private static final String BULK_INGEST = "sample.ingest.path";

    public static void main(String[] args) {
        ConfigurableApplicationContext context = run(args);
        if (context.getEnvironment().containsProperty(BULK_INGEST)) {
            System.exit(SpringApplication.exit(context));
        }
    }

    /** Starts the application: with its web server, or without where it only ingests a folder. */
    public static ConfigurableApplicationContext run(String... args) {
        SpringApplication application = new SpringApplication(SampleApplication.class);
        application.addListeners((ApplicationListener<ApplicationEnvironmentPreparedEvent>) prepared -> {
            if (prepared.getEnvironment().containsProperty(BULK_INGEST)) { // wherever it is set
                application.setWebApplicationType(WebApplicationType.NONE);
            }
        });
        return application.run(args);
    }
}
