package dev.kizashi.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The built source tree that the processes are started from: their jars, and the JDK that runs
 * them.
 *
 * @param home the root folder
 */
public record Installation(Path home) {

  /** The launcher names the root folder here. */
  public static final String HOME_PROPERTY = "kizashi.home";

  private static final int JAVA_VERSION = 17;
  private static final String MODULE = "deploy/local";

  public Installation {
    home = home.toAbsolutePath().normalize();
  }

  /**
   * The root folder by the system property {@value #HOME_PROPERTY}, else the one that this class
   * was built in.
   *
   * @throws StackFailure this is not JDK 17, or there is no such folder
   */
  public static Installation locate() {
    if (Runtime.version().feature() != JAVA_VERSION) {
      throw new StackFailure(
          "Kizashi runs on JDK %d, and this is %s: set JAVA_HOME to a JDK %d."
              .formatted(JAVA_VERSION, Runtime.version(), JAVA_VERSION));
    }
    String named = System.getProperty(HOME_PROPERTY);
    for (Path folder = named == null ? ownLocation() : Path.of(named);
        folder != null;
        folder = folder.getParent()) {
      if (Files.exists(folder.resolve(MODULE).resolve("pom.xml"))) {
        return new Installation(folder);
      }
    }
    throw new StackFailure(
        "Kizashi's root folder was not found from %s: start it with ./kizashi, or name the folder with -D%s=…."
            .formatted(named == null ? ownLocation() : named, HOME_PROPERTY));
  }

  /** The {@code java} of the JDK that runs this. */
  Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** What JDK 17 must open for Flink, Kafka and the state backend. */
  List<String> addOpens() {
    Properties properties = new Properties();
    try (InputStream in = Installation.class.getResourceAsStream("jvm.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(properties.getProperty("add-opens").split(" ", -1));
  }

  String flinkClasspath() {
    return ownClasses() + ":" + jarsIn("flink-lib");
  }

  String kafkaClasspath() {
    return ownClasses() + ":" + jarsIn("kafka-lib");
  }

  /** The runner's manifest names the jars beside it. */
  String registryClasspath() {
    Path folder = built("registry");
    try (DirectoryStream<Path> runners = Files.newDirectoryStream(folder, "*-runner.jar")) {
      for (Path runner : runners) {
        return ownClasses() + ":" + runner;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw notBuilt(folder.resolve("*-runner.jar"));
  }

  private Path ownClasses() {
    return built("classes");
  }

  private String jarsIn(String folder) {
    return built(folder).resolve("*").toString();
  }

  private Path built(String folder) {
    Path path = home.resolve(MODULE).resolve("target").resolve(folder);
    if (!Files.isDirectory(path)) {
      throw notBuilt(path);
    }
    return path;
  }

  private StackFailure notBuilt(Path missing) {
    return new StackFailure(
        "%s is missing: build it with `mvn -pl %s -am package` in %s."
            .formatted(missing, MODULE, home));
  }

  private static Path ownLocation() {
    try {
      return Path.of(
          Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
