package dev.kizashi.local;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stack that outlives the command that started it: what runs is written to {@code stack.json},
 * where the next command finds it.
 */
public final class DetachedStack {

  private final Path folder;

  /**
   * @param folder holds {@code stack.json}, and the state unless the settings name another place
   */
  public DetachedStack(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The one of this source tree, in {@code .kizashi/local}. */
  public static DetachedStack ofInstallation() {
    return new DetachedStack(Installation.locate().home().resolve(".kizashi").resolve("local"));
  }

  /**
   * Returns once every component is healthy. A state folder that the settings do not name is {@code
   * state} if it is to be kept, so that the next start finds it, and {@code run} if not.
   *
   * @throws StackFailure it is up already, or did not come up
   */
  public StackStatus up(StackSettings settings, StackListener listener) {
    Optional<StackStatus> before = status();
    if (before.filter(DetachedStack::runs).isPresent()) {
      throw new StackFailure("The local stack is up already: end it with `kizashi local down`.");
    }
    // Left behind by a stack whose processes ended without `down`.
    before.ifPresent(DetachedStack::discard);
    LocalStack stack;
    try {
      stack =
          LocalStack.start(
              located(settings),
              listener,
              Launch.Lifetime.ON_ITS_OWN,
              launched -> {
                write(launchesFile(), launched.launches());
                write(file(), describe(launched, settings.keepState()));
              });
    } catch (RuntimeException e) {
      delete();
      throw e;
    }
    stack.release();
    return describe(stack, settings.keepState());
  }

  /** What was started by the last {@link #up} and not yet ended by {@link #down}. */
  public Optional<StackStatus> status() {
    if (!Files.exists(file())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Json.JSON.readValue(file().toFile(), StackStatus.class));
    } catch (IOException e) {
      throw new StackFailure(
          "%s cannot be read: end the processes of the stack by hand and delete it. (%s)"
              .formatted(file(), e.getMessage()),
          e);
    }
  }

  /**
   * Ends exactly the processes that were started, with SIGTERM and then SIGKILL; deletes the state
   * unless it was to be kept.
   *
   * @return false: there was nothing to end
   * @throws StackFailure one of them cannot be ended
   */
  public boolean down() {
    return down(false);
  }

  /**
   * As {@link #down()}.
   *
   * @param deleteState also one that was to be kept
   */
  public boolean down(boolean deleteState) {
    Optional<StackStatus> running = status();
    running.ifPresent(
        stack -> {
          Processes.end(stack.components(), true);
          if (deleteState || !stack.keepState()) {
            deleteState(stack);
          }
          delete();
        });
    return running.isPresent();
  }

  /**
   * Ends a component's process with SIGKILL and returns once it is gone.
   *
   * @return false: it was gone already
   * @throws IllegalArgumentException there is no such component
   * @throws StackFailure nothing was started
   */
  public boolean kill(String component) {
    Component victim = component(required(), component);
    if (victim.process().isEmpty()) {
      return false;
    }
    Processes.end(List.of(victim), false);
    return true;
  }

  /**
   * Starts a component again at its old address and returns once it is healthy; one that still
   * lives is ended first.
   *
   * @throws IllegalArgumentException there is no such component
   * @throws StackFailure nothing was started, or the component did not come up
   */
  public void restart(String component, StackListener listener) {
    StackStatus stack = required();
    Processes.end(List.of(component(stack, component)), true);
    Processes again =
        new Processes(
            Installation.locate(),
            new StateFolder(stack.stateFolder()),
            launches().stream().filter(launch -> launch.name().equals(component)).toList(),
            Launch.Lifetime.ON_ITS_OWN,
            StackSettings.defaults().startDeadline());
    again.start(listener);
    write(file(), with(stack, again.components()));
    again.awaitHealthy(listener);
  }

  private StackStatus required() {
    return status()
        .orElseThrow(
            () ->
                new StackFailure("No local stack is running: start one with `kizashi local up`."));
  }

  private static Component component(StackStatus stack, String name) {
    return stack.components().stream()
        .filter(component -> component.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The stack has no part %s; it has %s."
                        .formatted(
                            name,
                            String.join(
                                ", ", stack.components().stream().map(Component::name).toList()))));
  }

  private static StackStatus with(StackStatus stack, List<Component> renewed) {
    List<Component> components = new ArrayList<>(stack.components());
    for (Component component : renewed) {
      components.replaceAll(before -> before.name().equals(component.name()) ? component : before);
    }
    return new StackStatus(
        stack.bootstrapServers(),
        stack.registryUrl(),
        stack.flinkUrl(),
        stack.stateFolder(),
        stack.keepState(),
        components);
  }

  private Path launchesFile() {
    return folder.resolve("launches.json");
  }

  private List<Launch> launches() {
    try {
      return Json.JSON.readValue(launchesFile().toFile(), new TypeReference<>() {});
    } catch (IOException e) {
      throw new StackFailure(
          "%s cannot be read: end the stack and start it again. (%s)"
              .formatted(launchesFile(), e.getMessage()),
          e);
    }
  }

  private Path file() {
    return folder.resolve("stack.json");
  }

  private StackSettings located(StackSettings settings) {
    return settings.stateFolder().isPresent()
        ? settings
        : settings.in(folder.resolve(settings.keepState() ? "state" : "run"));
  }

  private void write(Path file, Object content) {
    try {
      Files.createDirectories(folder);
      Json.JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), content);
    } catch (IOException e) {
      throw new StackFailure(
          "%s cannot be written: name a folder that can be. (%s)".formatted(file, e.getMessage()),
          e);
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(launchesFile());
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new StackFailure("%s cannot be deleted: %s.".formatted(file(), e.getMessage()), e);
    }
  }

  private static boolean runs(StackStatus stack) {
    return stack.components().stream().anyMatch(component -> component.process().isPresent());
  }

  private static void discard(StackStatus stack) {
    if (!stack.keepState()) {
      deleteState(stack);
    }
  }

  private static void deleteState(StackStatus stack) {
    if (Files.exists(stack.stateFolder())) {
      new StateFolder(stack.stateFolder()).delete();
    }
  }

  private static StackStatus describe(LocalStack stack, boolean keepState) {
    return new StackStatus(
        stack.bootstrapServers(),
        stack.registryUrl(),
        stack.flinkUrl(),
        stack.stateFolder(),
        keepState,
        stack.components());
  }
}
