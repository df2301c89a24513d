package dev.kizashi.cli.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.svix.Webhook;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * A CRM's endpoint that behaves as such endpoints do. Works on sockets, because no server would do
 * what it does to its clients. What it got it keeps, and verifies with another library than the one
 * that signed.
 */
final class MoodyCrm implements AutoCloseable {
  static final String SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

  private static final JsonMapper JSON = new JsonMapper();

  /** How one request is answered. */
  enum Mood {
    TAKES,
    FAILS,
    THROTTLES,
    REFUSES,
    SAYS_NOTHING,
    ANSWERS_TWICE,
    BREAKS_OFF,
    HANGS_UP
  }

  /**
   * One request, whatever was answered.
   *
   * @param id the header's
   */
  record Arrival(String id, String lead, JsonNode event) {}

  private final Function<String, Mood> moods;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final Set<String> taken = ConcurrentHashMap.newKeySet();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final int port;
  private ServerSocket door;

  /**
   * @param moods by the alert's id
   */
  MoodyCrm(Function<String, Mood> moods) throws IOException {
    this.moods = moods;
    open(0);
    port = door.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + port + "/alerts";
  }

  /** In the order of their coming. */
  List<Arrival> arrivals() {
    return List.copyOf(arrivals);
  }

  /** The ids of what was answered with success, wholly. */
  Set<String> taken() {
    return Set.copyOf(taken);
  }

  /** What was wrong with requests. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  /** Nobody is there any more, also for those who are talking. */
  void leave() throws IOException {
    door.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  void comeBack() throws IOException {
    open(port);
  }

  private void open(int at) throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 100);
    door = opened;
    threads.execute(
        () -> {
          while (!opened.isClosed()) {
            try {
              Socket connection = opened.accept();
              connections.add(connection);
              threads.execute(() -> talk(connection));
            } catch (IOException e) {
              // The door was closed.
            }
          }
        });
  }

  private void talk(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      while (answer(in, connection)) {
        // Whatever the client asks for, we would take another request on it.
      }
    } catch (IOException e) {
      // It left, or we did.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  /** Whether the connection is kept. */
  private boolean answer(InputStream in, Socket connection)
      throws IOException, InterruptedException {
    String head = head(in);
    if (head == null) {
      return false;
    }
    Map<String, List<String>> headers = headers(head);
    String body =
        new String(
            in.readNBytes(Integer.parseInt(headers.get("content-length").get(0))),
            StandardCharsets.UTF_8);
    String id = keep(headers, body);
    OutputStream out = connection.getOutputStream();
    Mood mood = moods.apply(id);
    switch (mood) {
      case TAKES -> take(id, out);
      case FAILS -> say(out, "500 Internal Server Error\r\n", "", 0);
      case THROTTLES -> say(out, "429 Too Many Requests\r\nRetry-After: 0\r\n", "", 0);
      case REFUSES -> say(out, "422 Unprocessable Content\r\n", "", 0);
      case SAYS_NOTHING -> closed.await();
      case ANSWERS_TWICE -> {
        take(id, out);
        say(out, "500 Internal Server Error\r\n", "not so fine", 11);
      }
      case BREAKS_OFF -> say(out, "200 OK\r\n", "fi", 4);
      case HANGS_UP -> {
        // The connection's end is all there is.
      }
    }
    return mood != Mood.BREAKS_OFF && mood != Mood.HANGS_UP;
  }

  private void take(String id, OutputStream out) throws IOException {
    say(out, "200 OK\r\n", "fine", 4);
    taken.add(id);
  }

  private String keep(Map<String, List<String>> headers, String body) {
    String id = headers.get("webhook-id").get(0);
    try {
      new Webhook(SECRET).verify(body, headers);
      JsonNode event = JSON.readTree(body);
      arrivals.add(new Arrival(id, event.path("subject").asText(), event));
      if (!event.path("id").asText().equals(id)) {
        problems.add(id + " is not the event's id");
      }
    } catch (Exception e) {
      problems.add(id + ": " + e);
    }
    return id;
  }

  /**
   * @param status and headers, a line each
   */
  private static void say(OutputStream out, String status, String body, int length)
      throws IOException {
    out.write(
        "HTTP/1.1 %sContent-Length: %d\r\n\r\n%s"
            .formatted(status, length, body)
            .getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Null at the connection's end. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return null;
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.UTF_8);
  }

  private static Map<String, List<String>> headers(String head) {
    Map<String, List<String>> headers = new HashMap<>();
    head.lines()
        .skip(1)
        .filter(line -> !line.isEmpty())
        .forEach(
            line -> {
              int colon = line.indexOf(':');
              headers
                  .computeIfAbsent(
                      line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                  .add(line.substring(colon + 1).strip());
            });
    return headers;
  }

  @Override
  public void close() {
    closed.countDown();
    threads.shutdownNow();
    try {
      leave();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
