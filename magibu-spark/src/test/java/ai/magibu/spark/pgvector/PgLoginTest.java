package ai.magibu.spark.pgvector;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class PgLoginTest {

    /** As on a cluster to which the application brings Magibu only. */
    private static final class WithoutPostgres extends ClassLoader {

        private WithoutPostgres() {
            super(PgLoginTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.postgresql.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("ai.magibu.spark.")) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @Test
    void missingDriver_isNamed_withItsCoordinates() throws Exception {
        Method requireDriver = new WithoutPostgres().loadClass(PgLogin.class.getName()).getDeclaredMethod("requireDriver");
        requireDriver.setAccessible(true);
        assertThatCode(() -> requireDriver.invoke(null)).cause().isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("org.postgresql:postgresql");
    }

    @Test
    void presentDriver_isEnough() {
        assertThatCode(PgLogin::requireDriver).doesNotThrowAnyException();
    }
}
