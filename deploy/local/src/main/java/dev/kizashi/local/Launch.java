package dev.kizashi.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How one component's process is started, again and again if need be. */
record Launch(
    String name,
    Role role,
    String address,
    Path log,
    List<String> jvmOptions,
    String classpath,
    String mainClass,
    List<String> arguments) {

  /** Whether a process ends with the one that started it. */
  enum Lifetime {
    WITH_PARENT,
    ON_ITS_OWN
  }

  List<String> command(Installation installation, StateFolder folder, Lifetime lifetime) {
    List<String> command = new ArrayList<>();
    if (lifetime == Lifetime.ON_ITS_OWN) {
      // Closing the terminal that it was started from does not end it.
      command.add("nohup");
    }
    command.add(installation.java().toString());
    command.addAll(jvmOptions);
    // A component that ran out of memory is better gone, and seen to be, than half alive.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(installation.addOpens());
    command.add("-Djava.io.tmpdir=" + folder.temporary());
    command.add("-Dlog.file=" + log);
    command.add("-Dlog4j2.configurationFile=" + folder.logging());
    command.add("-cp");
    command.add(classpath);
    if (lifetime == Lifetime.WITH_PARENT) {
      command.add(Supervised.class.getName());
    }
    command.add(mainClass);
    command.addAll(arguments);
    return command;
  }
}
