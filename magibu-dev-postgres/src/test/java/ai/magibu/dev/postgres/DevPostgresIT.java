package ai.magibu.dev.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class DevPostgresIT {

    @Test
    void temporaryDatabase_hasPgvectorAndAPassword() throws SQLException {
        try (DevPostgres database = DevPostgres.temporary()) {
            System.out.println(database + " " + database.url());
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT '[1,2]'::vector <-> '[1,4]'")) {
                result.next();
                assertThat(result.getDouble(1)).isEqualTo(2);
            }
            assertThatThrownBy(() -> DriverManager.getConnection(database.url(), database.username(), "yanlış"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
    }
}
