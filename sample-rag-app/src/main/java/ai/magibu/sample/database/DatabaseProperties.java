package ai.magibu.sample.database;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the database is found. One that is already there is configured by {@code spring.datasource.url}, {@code .username} and
 * {@code .password}, as in every Spring Boot application.
 *
 * @param use Take this kind and no other; if not set, the first of configured, docker, native and pglite that works.
 * @param postgresHome Folder with a PostgreSQL that has pgvector: its bin folder, or one above it. If not set, the usual places
 *     are searched.
 */
@ConfigurationProperties("sample.database")
public record DatabaseProperties(Database.@Nullable Kind use, @Nullable String postgresHome) {}
