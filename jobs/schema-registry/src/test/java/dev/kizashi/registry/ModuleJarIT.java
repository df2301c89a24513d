package dev.kizashi.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class ModuleJarIT {

  @Test
  void the_jar_holds_the_relocated_client_and_nothing_else_of_where_it_came_from()
      throws IOException {
    try (JarFile jar = new JarFile(System.getProperty("module.jar"))) {
      List<String> classes =
          jar.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")).toList();

      assertThat(classes)
          .contains(
              "org/apache/flink/avro/registry/confluent/shaded/io/confluent/kafka/schemaregistry/client/rest/RestService.class",
              "org/apache/flink/avro/shaded/org/apache/avro/Schema.class")
          .allMatch(
              name ->
                  name.startsWith("dev/kizashi/registry/")
                      || name.startsWith("org/apache/flink/avro/registry/confluent/shaded/")
                      || name.startsWith("org/apache/flink/avro/shaded/"));
      assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
    }
  }
}
