package dev.kizashi.local;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The stack as real processes: one ZooKeeper, one Kafka broker, one registry, one Flink JobManager
 * and several TaskManagers, each a JVM that can be killed and started again on its own.
 *
 * <p>All of them listen on the loopback address, on ports that were free at the start and stay the
 * same for every restart of a component. Topics, schemas, checkpoints and savepoints survive the
 * death of any process, and so do running jobs: ZooKeeper knows them and their latest checkpoints.
 *
 * <p>The processes end with this JVM, also when it is killed.
 */
public final class LocalStack implements Stack {

  private final Blueprint blueprint;
  private final Processes processes;
  private final ExitHook exitHook;
  private final AtomicBoolean stopped = new AtomicBoolean();

  private LocalStack(Blueprint blueprint, Launch.Lifetime lifetime) {
    this.blueprint = blueprint;
    this.processes = new Processes(blueprint, blueprint.processes(), lifetime);
    this.exitHook = new ExitHook(this::stop);
  }

  /** As {@link #start(StackSettings, StackListener)}, silently. */
  public static LocalStack start(StackSettings settings) {
    return start(settings, StackListener.SILENT);
  }

  /**
   * Returns once every component is healthy.
   *
   * @throws StackFailure one did not come up; nothing is left running
   */
  public static LocalStack start(StackSettings settings, StackListener listener) {
    return start(settings, listener, Launch.Lifetime.WITH_PARENT, stack -> {});
  }

  /**
   * As above, with a choice of who ends the processes.
   *
   * @param launched told as soon as there are processes, before they are healthy
   */
  static LocalStack start(
      StackSettings settings,
      StackListener listener,
      Launch.Lifetime lifetime,
      Consumer<LocalStack> launched) {
    Installation installation = Installation.locate();
    StateFolder folder = StateFolder.prepare(settings);
    return Ports.onFreePorts(
        listener,
        ports -> {
          LocalStack stack =
              new LocalStack(new Blueprint(installation, settings, folder, ports), lifetime);
          try {
            stack.processes.start(listener);
            launched.accept(stack);
            stack.processes.awaitHealthy(listener);
            Processes.setCompatibility(stack.registryUrl(), settings.registryCompatibility());
            return stack;
          } catch (StackFailure.PortTaken e) {
            stack.processes.end(false);
            stack.exitHook.withdraw();
            throw e;
          } catch (RuntimeException e) {
            stack.stop();
            throw e;
          }
        });
  }

  @Override
  public String bootstrapServers() {
    return blueprint.bootstrapServers();
  }

  @Override
  public String registryUrl() {
    return blueprint.registryUrl();
  }

  @Override
  public String flinkUrl() {
    return blueprint.flinkUrl();
  }

  @Override
  public Path stateFolder() {
    return blueprint.folder().root();
  }

  /** The processes as they are now, in the order of their start. */
  public List<Component> components() {
    return processes.components();
  }

  /** How the processes are started. */
  List<Launch> launches() {
    return processes.launches();
  }

  /** Ends a component's process with SIGKILL and returns once it is gone. */
  public void kill(String component) {
    Processes.end(List.of(processes.part(component).component()), false);
  }

  /**
   * Stops a component's process as it is (SIGSTOP), so that it neither works nor answers until
   * {@link #resume}.
   */
  public void pause(String component) {
    processes.part(component).component().signal("STOP");
  }

  /** Lets a component's process go on. */
  public void resume(String component) {
    processes.part(component).component().signal("CONT");
  }

  /**
   * Starts a component again at its old address and returns once it is healthy; one that still
   * lives is ended first.
   */
  public void restart(String component) {
    processes.restart(component, StackListener.SILENT);
  }

  /** Waits until every component is healthy, as after several were killed and came back. */
  public void awaitHealthy() {
    processes.awaitHealthy(StackListener.SILENT);
  }

  /** Ends all processes; deletes the state folder unless it was to be kept. Once is enough. */
  public void stop() {
    if (stopped.getAndSet(true)) {
      return;
    }
    exitHook.withdraw();
    boolean keep = blueprint.settings().keepState();
    processes.end(keep);
    if (!keep) {
      blueprint.folder().delete();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** From now on the processes live on when this JVM ends. */
  void release() {
    exitHook.withdraw();
  }
}
