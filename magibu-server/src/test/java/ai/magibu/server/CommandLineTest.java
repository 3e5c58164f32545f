package ai.magibu.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void modelAndPort_areSettings() {
        assertThat(CommandLine.settings("--model", "owner/name", "--port", "8081"))
                .containsExactly("--magibu.embedding.model=owner/name", "--server.port=8081");
        assertThat(CommandLine.settings("--model=/a b", "--port=0")).containsExactly("--magibu.embedding.model=/a b", "--server.port=0");
    }

    @Test
    void settings_stayAsTheyAre() {
        assertThat(CommandLine.settings("--magibu.server.max-texts=5", "--debug")).containsExactly("--magibu.server.max-texts=5",
                "--debug");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--models", "--prot=8081", "model", "-p", "--help", "./magibu.jar"})
    void unknownArgument_isRejected(String argument) {
        assertThatThrownBy(() -> CommandLine.settings(argument)).isInstanceOf(StartFailure.class)
                .hasMessage("The argument " + argument.replace("=8081", "") + " is unknown.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--model", "--port"})
    void optionWithoutAValue_isRejected(String option) {
        assertThatThrownBy(() -> CommandLine.settings(option)).hasMessage("The option " + option + " has no value.");
        assertThatThrownBy(() -> CommandLine.settings(option, "--other")).isInstanceOf(StartFailure.class);
    }
}
