package ai.magibu.dev.postgres.autoconfigure;

import ai.magibu.dev.postgres.DevPostgres;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JndiDataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Starts a {@link DevPostgres} and connects Spring Boot's data source to it. */
@AutoConfiguration(before = DataSourceAutoConfiguration.class, after = JndiDataSourceAutoConfiguration.class)
@ConditionalOnClass(JdbcConnectionDetails.class)
@ConditionalOnMissingBean({DataSource.class, JdbcConnectionDetails.class})
@Conditional(DevPostgresAutoConfiguration.NoDatabaseConfigured.class)
@EnableConfigurationProperties(DevPostgresProperties.class)
public final class DevPostgresAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    DevPostgres devPostgres(DevPostgresProperties properties) {
        return DevPostgres.start(Path.of(properties.directory()), properties.kind());
    }

    @Bean
    JdbcConnectionDetails devPostgresConnectionDetails(DevPostgres database) {
        return new JdbcConnectionDetails() {
            @Override
            public String getJdbcUrl() {
                return database.url();
            }

            @Override
            public String getUsername() {
                return database.username();
            }

            @Override
            public String getPassword() {
                return database.password();
            }
        };
    }

    /** On PGlite a pool must not wait long: all its connections may wait for one transaction. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(HikariDataSource.class)
    static class PoolConfiguration {

        private static final long DEFAULT_TIMEOUT = Duration.ofSeconds(30).toMillis();
        private static final long TIMEOUT = Duration.ofSeconds(5).toMillis();

        @Bean
        static BeanPostProcessor devPostgresPoolTimeout(ObjectProvider<DevPostgres> database) {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessBeforeInitialization(Object bean, String name) {
                    if (bean instanceof HikariDataSource pool
                            && pool.getConnectionTimeout() == DEFAULT_TIMEOUT
                            && database.getObject().kind() == DevPostgres.Kind.PGLITE) {
                        pool.setConnectionTimeout(TIMEOUT);
                    }
                    return bean;
                }
            };
        }
    }

    /** Flyway's default lock holds a transaction open while another connection migrates: on PGlite they wait for each other. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({FlywayConfigurationCustomizer.class, PostgreSQLConfigurationExtension.class})
    static class FlywayConfiguration {

        @Bean
        FlywayConfigurationCustomizer devPostgresFlywayLock(DevPostgres database) {
            return configuration -> {
                if (database.kind() == DevPostgres.Kind.PGLITE) {
                    configuration
                            .getPluginRegister()
                            .getExact(PostgreSQLConfigurationExtension.class)
                            .setTransactionalLock(false);
                }
            };
        }
    }

    /** Matches if {@code spring.datasource.url} is missing or empty. */
    static final class NoDatabaseConfigured extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            boolean configured = StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
            return new ConditionOutcome(
                    !configured,
                    ConditionMessage.forCondition("Development database")
                            .because("spring.datasource.url is " + (configured ? "set" : "not set")));
        }
    }
}
