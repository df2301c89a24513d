package dev.kizashi.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MetricsReferenceTest {
  @Test
  void the_page_of_metrics_is_what_the_code_says() throws IOException {
    Path page = Path.of("../../docs/metrics.md");
    String renewed = MetricsReference.renewed(Files.readString(page));
    if (Boolean.getBoolean("kizashi.write-docs")) {
      Files.writeString(page, renewed);
    }
    assertThat(page).as("written anew with -Dkizashi.write-docs=true").hasContent(renewed);
  }

  @Test
  void no_two_metrics_have_one_name() {
    assertThat(JobMetric.values()).extracting(JobMetric::prometheusName).doesNotHaveDuplicates();
  }
}
