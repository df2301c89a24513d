package dev.kizashi.local;

import java.io.IOException;
import java.util.Arrays;

/**
 * Runs another main class for exactly as long as the process that started this one lives.
 *
 * <p>The parent holds the other end of standard input and never writes to it. When the parent ends,
 * by whatever signal, the kernel closes that end and the read here returns: unlike a watched pid
 * this takes no polling, and no pid can come round again.
 */
public final class Supervised {

  private Supervised() {}

  /**
   * Runs the main class in this thread.
   *
   * @param args the main class, then its arguments
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread watch = new Thread(Supervised::haltWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    Class.forName(args[0])
        .getMethod("main", String[].class)
        .invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException e) {
      // A pipe that breaks says the same as one that ends.
    }
    Runtime.getRuntime().halt(1);
  }
}
