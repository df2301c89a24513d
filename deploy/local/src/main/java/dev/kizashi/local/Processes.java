package dev.kizashi.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The processes of one stack, started and ended together. */
final class Processes {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(15);
  private static final Duration DEATH = Duration.ofSeconds(15);

  private final List<Part> parts;
  private final Launch.Lifetime lifetime;
  private final Duration deadline;
  private volatile boolean ending;

  Processes(Blueprint blueprint, List<Launch> launches, Launch.Lifetime lifetime) {
    this(
        blueprint.installation(),
        blueprint.folder(),
        launches,
        lifetime,
        blueprint.settings().startDeadline());
  }

  Processes(
      Installation installation,
      StateFolder folder,
      List<Launch> launches,
      Launch.Lifetime lifetime,
      Duration deadline) {
    this.parts = launches.stream().map(launch -> new Part(launch, installation, folder)).toList();
    this.lifetime = lifetime;
    this.deadline = deadline;
  }

  List<Launch> launches() {
    return parts.stream().map(Part::launch).toList();
  }

  List<Component> components() {
    return parts.stream().map(Part::component).filter(component -> component != null).toList();
  }

  Part part(String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .findAny()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no component %s among %s"
                        .formatted(name, parts.stream().map(Part::name).toList())));
  }

  /** All at once: together they are up in the time of the slowest. */
  void start(StackListener listener) {
    for (Part part : parts) {
      listener.starting(part.name(), part.launch().address());
      part.start(lifetime);
    }
  }

  void awaitHealthy(StackListener listener) {
    awaitHealthy(parts, listener);
  }

  /** The same component in a new process, once it is healthy; ends the old one if it lives. */
  void restart(String name, StackListener listener) {
    Part part = part(name);
    end(List.of(part.component()), true);
    listener.starting(name, part.launch().address());
    part.start(lifetime);
    awaitHealthy(List.of(part), listener);
  }

  /**
   * @param gently with time to put their state in order
   */
  void end(boolean gently) {
    ending = true;
    end(components(), gently);
  }

  private void awaitHealthy(List<Part> some, StackListener listener) {
    Instant giveUp = Instant.now().plus(deadline);
    List<Part> waiting = new ArrayList<>(some);
    while (!waiting.isEmpty()) {
      for (Part part : List.copyOf(waiting)) {
        if (ending) {
          throw new StackFailure("The stack was ended while it was starting.");
        }
        if (part.hasDied()) {
          throw part.death();
        }
        if (Probe.answers(part.component())) {
          waiting.remove(part);
          listener.ready(
              part.name(), Duration.between(part.component().startedAt(), Instant.now()));
        } else if (Instant.now().isAfter(giveUp)) {
          throw part.silence(deadline);
        }
      }
      pause();
    }
  }

  /**
   * Ends exactly these processes: SIGTERM first if gently, then SIGKILL.
   *
   * @throws StackFailure one of them cannot be ended
   */
  static void end(List<Component> components, boolean gently) {
    if (gently) {
      components.forEach(component -> component.process().ifPresent(ProcessHandle::destroy));
      awaitGone(components, GRACE);
    }
    components.forEach(component -> component.process().ifPresent(ProcessHandle::destroyForcibly));
    if (!awaitGone(components, DEATH)) {
      throw new StackFailure(
          "These processes could not be ended; end them by hand: "
              + components.stream().filter(c -> c.process().isPresent()).toList());
    }
  }

  private static boolean awaitGone(List<Component> components, Duration patience) {
    Instant giveUp = Instant.now().plus(patience);
    while (components.stream().anyMatch(component -> component.process().isPresent())) {
      if (Instant.now().isAfter(giveUp)) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while waiting for a process.", e);
    }
  }

  /** The registry starts with no rule at all; without one any schema replaces any other. */
  static void setCompatibility(String registryUrl, String level) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(registryUrl + "/config"))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    Json.JSON.createObjectNode().put("compatibility", level).toString()))
            .timeout(Duration.ofSeconds(10))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new StackFailure(
            "The registry refused the compatibility level %s: %s"
                .formatted(level, response.body()));
      }
    } catch (IOException e) {
      throw new StackFailure("The registry went away while it was set up: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackFailure("Interrupted while setting up the registry.", e);
    }
  }
}
