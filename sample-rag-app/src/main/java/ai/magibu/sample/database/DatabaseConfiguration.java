package ai.magibu.sample.database;

import ai.magibu.sample.startup.DataDirectory;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/** The database, and HikariCP's pool on it; Spring Boot makes JdbcClient, transactions and Flyway from that. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean(destroyMethod = "close")
    Database database(DataDirectory data, DatabaseProperties properties, DataSourceProperties configured) {
        Path home = StringUtils.hasText(properties.postgresHome()) ? Path.of(properties.postgresHome()) : null;
        List<DatabaseSource> sources = List.of(
                new ConfiguredDatabase(configured),
                new DockerDatabase(data),
                new NativeDatabase(data, home),
                new PgliteDatabase(data));
        return new DatabaseFinder(sources, properties.use(), data).find();
    }

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource dataSource(Database database) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(database.jdbcUrl());
        pool.setUsername(database.username());
        pool.setPassword(database.password());
        pool.setMaximumPoolSize(database.oneConnection() ? 1 : 10);
        // So that the index gives as many passages as a search may ask for: pgvector's own 40 are too few, and rows that were
        // deleted but not yet vacuumed count among them.
        pool.setConnectionInitSql("SET hnsw.ef_search = 100; SET hnsw.iterative_scan = strict_order");
        return pool;
    }
}
