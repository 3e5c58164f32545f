package ai.magibu.dev.postgres.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import ai.magibu.dev.postgres.DevPostgres;
import ai.magibu.dev.postgres.DevPostgresException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** When no database is started, and the messages if none can be. {@link DevPostgresAutoConfigurationIT} starts one. */
@Tag("locale")
class DevPostgresAutoConfigurationTest {

    @TempDir
    Path folder;

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DevPostgresAutoConfiguration.class, DataSourceAutoConfiguration.class));

    @Test
    void autoConfiguration_isFoundBySpringBoot() {
        assertThat(ImportCandidates.load(AutoConfiguration.class, getClass().getClassLoader()))
                .contains(DevPostgresAutoConfiguration.class.getName());
    }

    @Test
    void configuredUrl_startsNothing() {
        application
                .withPropertyValues("spring.datasource.url=jdbc:postgresql://db.example.com/app")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(DataSource.class).doesNotHaveBean(DevPostgres.class));
    }

    @Test
    void connectionDetailsOfTheApplication_startNothing() {
        JdbcConnectionDetails details = new JdbcConnectionDetails() {
            @Override
            public String getUsername() {
                return "app";
            }

            @Override
            public String getPassword() {
                return "secret";
            }

            @Override
            public String getJdbcUrl() {
                return "jdbc:postgresql://db.example.com/app";
            }
        };
        application
                .withBean("details", JdbcConnectionDetails.class, () -> details)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DevPostgres.class));
    }

    @Test
    void dataSourceOfTheApplication_startsNothing() {
        application
                .withBean(DataSource.class, PGSimpleDataSource::new)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DevPostgres.class));
    }

    @Test
    void applicationWithoutJdbc_startsNothing() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DevPostgresAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(JdbcConnectionDetails.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(DevPostgres.class));
    }

    @Test
    void databaseThatCannotStart_failsWithAnAction() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        application.withPropertyValues("magibu.dev-postgres.directory=" + file, "spring.datasource.url=").run(context -> {
            assertThat(context).hasFailed();
            // Spring Boot's own analyzers that need constructor arguments are left out.
            List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                    .load(FailureAnalyzer.class, null, (type, name, problem) -> {});
            FailureAnalysis analysis = analyzers.stream()
                    .filter(DevPostgresFailureAnalyzer.class::isInstance)
                    .findFirst()
                    .orElseThrow()
                    .analyze(context.getStartupFailure());
            assertThat(analysis.getCause()).isInstanceOf(DevPostgresException.class);
            assertThat(analysis.getDescription()).contains(file + " cannot be written");
            assertThat(analysis.getAction()).contains("choose another folder");
        });
    }
}
