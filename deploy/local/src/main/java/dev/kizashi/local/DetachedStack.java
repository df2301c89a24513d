package dev.kizashi.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
              launched -> write(describe(launched, settings.keepState())));
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
    Optional<StackStatus> running = status();
    running.ifPresent(
        stack -> {
          Processes.end(stack.components(), true);
          discard(stack);
          delete();
        });
    return running.isPresent();
  }

  private Path file() {
    return folder.resolve("stack.json");
  }

  private StackSettings located(StackSettings settings) {
    return settings.stateFolder().isPresent()
        ? settings
        : settings.in(folder.resolve(settings.keepState() ? "state" : "run"));
  }

  private void write(StackStatus status) {
    try {
      Files.createDirectories(folder);
      Json.JSON.writerWithDefaultPrettyPrinter().writeValue(file().toFile(), status);
    } catch (IOException e) {
      throw new StackFailure(
          "%s cannot be written: name a folder that can be. (%s)".formatted(file(), e.getMessage()),
          e);
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new StackFailure("%s cannot be deleted: %s.".formatted(file(), e.getMessage()), e);
    }
  }

  private static boolean runs(StackStatus stack) {
    return stack.components().stream().anyMatch(component -> component.process().isPresent());
  }

  private static void discard(StackStatus stack) {
    if (!stack.keepState() && Files.exists(stack.stateFolder())) {
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
