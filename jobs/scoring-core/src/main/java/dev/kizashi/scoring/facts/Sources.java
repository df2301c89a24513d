package dev.kizashi.scoring.facts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where facts came from, by number: 0 is the owner itself, others are paths such as {@code
 * visitor:v} or {@code lead:B/visitor:v}, outermost first. Numbers stay while the path is needed.
 */
public final class Sources {
  /** The owner itself. */
  public static final int SELF = 0;

  private static final String VISITOR = "visitor:";
  private static final String LEAD = "lead:";
  private static final char STEP = '/';

  private final List<String> paths = new ArrayList<>(0);

  /** The path of a visitor's facts. */
  public static String visitor(String visitorId) {
    return VISITOR + escaped(visitorId);
  }

  /** The path of facts of a lead that was merged in. */
  public static String lead(String leadId) {
    return LEAD + escaped(leadId);
  }

  /** A source of somebody whose facts lie under a path; either may be empty. */
  public static String under(String path, String source) {
    if (path.isEmpty() || source.isEmpty()) {
      return path + source;
    }
    return path + STEP + source;
  }

  /** Whether what lies under one path lies under the other. */
  public static boolean isUnder(String path, String other) {
    return path.startsWith(other)
        && (path.length() == other.length() || path.charAt(other.length()) == STEP);
  }

  /** Ids may have any character; only steps are told apart by a slash. */
  private static String escaped(String id) {
    return id.indexOf(STEP) < 0 && id.indexOf('%') < 0
        ? id
        : id.replace("%", "%25").replace("/", "%2F");
  }

  private static String unescaped(String id) {
    return id.indexOf('%') < 0 ? id : id.replace("%2F", "/").replace("%25", "%");
  }

  /** The number of a path; it gets one when it is new. */
  public int of(String path) {
    if (path.isEmpty()) {
      return SELF;
    }
    int known = paths.indexOf(path);
    if (known < 0) {
      known = paths.indexOf(null);
      if (known < 0) {
        paths.add(path);
        return paths.size();
      }
      paths.set(known, path);
    }
    return known + 1;
  }

  /** The path of a number. */
  public String path(int source) {
    return source == SELF ? "" : paths.get(source - 1);
  }

  boolean isUnder(int source, String path) {
    String own = path(source);
    return own != null && isUnder(own, path);
  }

  /** What is left of the path of a source that lies under another. */
  String below(int source, String path) {
    String own = path(source);
    return own.length() == path.length() ? "" : own.substring(path.length() + 1);
  }

  void forgetUnder(String path) {
    for (int source = 1; source <= paths.size(); source++) {
      if (paths.get(source - 1) != null && isUnder(source, path)) {
        paths.set(source - 1, null);
      }
    }
  }

  /** The visitors among the owner's own sources. */
  public List<String> visitors() {
    return paths.stream()
        .filter(path -> path != null && path.startsWith(VISITOR))
        .map(path -> unescaped(path.substring(VISITOR.length())))
        .toList();
  }

  /**
   * What there is of leads that are none of these, by path: its outermost step that is none of them
   * is the last.
   *
   * @return the lead by the path
   */
  public Map<String, String> leadsBut(Collection<String> known) {
    Map<String, String> others = new TreeMap<>();
    for (String path : paths) {
      for (int from = 0; path != null && path.startsWith(LEAD, from); ) {
        int step = path.indexOf(STEP, from);
        int end = step < 0 ? path.length() : step;
        String leadId = unescaped(path.substring(from + LEAD.length(), end));
        if (!known.contains(leadId)) {
          others.put(path.substring(0, end), leadId);
          break;
        }
        from = end + 1;
      }
    }
    return others;
  }

  /** By number less one; null where a number is free: for the state's bytes. */
  public List<String> paths() {
    return paths;
  }

  /** As read from bytes: the next number's path, or null. */
  public void restore(String path) {
    paths.add(path);
  }
}
