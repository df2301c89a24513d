package dev.kizashi.local;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where a number was measured.
 *
 * @param processor as Linux names it, else the architecture
 */
public record Machine(
    String processor, int cores, long memoryGibibytes, String system, String jvm) {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  public static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        processorName(),
        system.getAvailableProcessors(),
        Math.round((double) system.getTotalMemorySize() / (1 << 30)),
        system.getName() + " " + system.getVersion(),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  /** The line that stands beside a number. */
  public String inWords() {
    return "%s, %d cores, %d GiB, %s, %s".formatted(processor, cores, memoryGibibytes, system, jvm);
  }

  /** As the launcher says it. */
  public static String commit() {
    return System.getProperty("kizashi.commit", "unknown");
  }

  /** Says where JMH's numbers come from, which it does not say itself. */
  public static void main(String[] arguments) {
    System.out.println("Commit " + commit() + ", " + here().inWords());
  }

  private static String processorName() {
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(PROCESSORS)) {
      return architecture;
    }
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(architecture);
    } catch (IOException e) {
      return architecture;
    }
  }
}
