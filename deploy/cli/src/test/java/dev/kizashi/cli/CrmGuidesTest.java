package dev.kizashi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.local.Installation;
import dev.kizashi.runtime.codec.Decoded;
import dev.kizashi.runtime.codec.JsonLines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the guides tell people to send and to type is what is taken. */
class CrmGuidesTest {
  private static final Path GUIDES = Installation.locate().home().resolve("docs/crm");

  @ParameterizedTest
  @ValueSource(strings = {"salesforce.md", "hubspot.md"})
  void theExamplesAreUpdatesThatTheEngineTakes(String guide) throws IOException {
    List<String> examples;
    try (Stream<String> lines = Files.lines(GUIDES.resolve(guide))) {
      examples = lines.filter(line -> line.startsWith("{\"topic\"")).toList();
    }
    assertThat(examples)
        .hasSize(2)
        .allSatisfy(
            line -> assertThat(JsonLines.read(line).decoded()).isInstanceOf(Decoded.Crm.class));
  }

  @Test
  void everyOptionOfTheRelayIsExplained() throws IOException {
    String guide = Files.readString(GUIDES.resolve("README.md"));
    Terminal nobody =
        new Terminal(
            OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), false, false, false);
    assertThat(new CommandLine(new RelayCommand(nobody)).getCommandSpec().options())
        .isNotEmpty()
        .extracting(OptionSpec::longestName)
        .allSatisfy(name -> assertThat(guide).contains("`" + name + "`"));
  }
}
