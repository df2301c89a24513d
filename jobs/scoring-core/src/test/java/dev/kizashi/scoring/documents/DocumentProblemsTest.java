package dev.kizashi.scoring.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kizashi.scoring.documents.BadDocuments.Case;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentProblemsTest {

  static Stream<Case> badDocuments() {
    return Stream.concat(BadDocuments.all(), BadDocuments.notYaml());
  }

  @ParameterizedTest
  @MethodSource("badDocuments")
  void everything_wrong_is_reported_at_its_place(Case bad) {
    Parsed<?> parsed = read(bad.isModel(), bad.yaml());

    assertThat(texts(parsed))
        .containsExactlyElementsOf(bad.problems().stream().map("doc.yaml:"::concat).toList());
    assertThat(parsed.isValid()).isFalse();
  }

  @Test
  void aliases_that_multiply_are_refused_before_anyone_walks_them() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String previous = "*a" + (i - 1);
      laughs.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i,
                  i,
                  String.join(", ", List.of(previous, previous, previous, previous, previous))));
    }

    assertThat(texts(read(true, laughs.toString())))
        .singleElement()
        .asString()
        .containsAnyOf("aliases expand the document", "Number of aliases");
  }

  @Test
  void what_a_document_quotes_is_cut_and_stays_on_one_line() {
    String long_name = "x".repeat(70);

    assertThat(texts(read(true, "role: \"a\\nb\"\n\"%s\": 1\n".formatted(long_name))))
        .contains("doc.yaml:1:7: \"a\\u000ab\" is no role; there are champion, challenger")
        .anyMatch(
            problem -> problem.startsWith("doc.yaml:2:1: unknown key \"" + "x".repeat(60) + "…\""));
  }

  static Parsed<?> read(boolean isModel, String yaml) {
    return isModel ? Documents.model("doc.yaml", yaml) : Documents.catalogue("doc.yaml", yaml);
  }

  static List<String> texts(Parsed<?> parsed) {
    return parsed.problems().stream().map(Problem::toString).toList();
  }
}
