package ai.magibu.dev.postgres.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.magibu.dev.postgres.DevPostgres;
import ai.magibu.dev.postgres.DevPostgres.Kind;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/** An application with Flyway and HikariCP that configures no database. */
class DevPostgresAutoConfigurationIT {

    @TempDir
    Path temporary;

    private ApplicationContextRunner application(Path folder) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DevPostgresAutoConfiguration.class, DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
                .withPropertyValues(
                        "magibu.dev-postgres.kind=" + System.getProperty("magibu.test.database", "auto"),
                        "magibu.dev-postgres.directory=" + folder,
                        "spring.datasource.hikari.connection-init-sql=SET hnsw.ef_search = 100");
    }

    @Test
    void applicationMigratesAndFindsItsDataAfterARestart() throws Exception {
        Path folder = Files.createDirectory(temporary.toRealPath().resolve("data"));
        application(folder).run(context -> {
            JdbcTemplate jdbc = new JdbcTemplate(context.getBean(HikariDataSource.class));
            jdbc.update("INSERT INTO notes VALUES (1, '[3,4]')");
        });
        application(folder).run(context -> {
            JdbcTemplate jdbc = new JdbcTemplate(context.getBean(HikariDataSource.class));
            assertThat(jdbc.queryForObject("SELECT embedding <-> '[0,0]' FROM notes", Double.class)).isEqualTo(5);
            assertThat(jdbc.queryForObject("SHOW hnsw.ef_search", String.class)).isEqualTo("100");
            longTransaction_letsOthersWorkOrFailInSeconds(context);
        });
    }

    private static void longTransaction_letsOthersWorkOrFailInSeconds(ApplicationContext context) throws Exception {
        HikariDataSource pool = context.getBean(HikariDataSource.class);
        JdbcTemplate jdbc = new JdbcTemplate(pool);
        jdbc.execute("SELECT 1");
        Thread.sleep(1000); // HikariCP tests a connection that was idle for half a second
        try (Connection holder = pool.getConnection()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("INSERT INTO notes VALUES (2, '[1,1]')");
            Instant start = Instant.now();
            if (context.getBean(DevPostgres.class).kind() == Kind.PGLITE) {
                assertThatThrownBy(() -> jdbc.execute("SELECT 1")).isInstanceOf(DataAccessResourceFailureException.class);
            } else {
                jdbc.execute("SELECT 1");
            }
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(15));
            holder.commit();
        }
        assertThat(jdbc.queryForObject("SELECT count(*) FROM notes", Integer.class)).isEqualTo(2);
    }

    @Test
    void databaseOfTheApplication_servesSeveralContextsAtOnce() {
        try (DevPostgres database = DevPostgres.temporary()) {
            ApplicationContextRunner application = application(temporary.resolve("unused"))
                    .withBean("database", DevPostgres.class, () -> database, definition -> definition.setDestroyMethodName(""));
            application.run(first -> {
                new JdbcTemplate(first.getBean(HikariDataSource.class)).update("INSERT INTO notes VALUES (1, '[3,4]')");
                application.run(second -> assertThat(new JdbcTemplate(second.getBean(HikariDataSource.class))
                        .queryForObject("SELECT count(*) FROM notes", Integer.class))
                        .isEqualTo(1));
            });
            assertThat(temporary.resolve("unused")).doesNotExist();
        }
    }
}
