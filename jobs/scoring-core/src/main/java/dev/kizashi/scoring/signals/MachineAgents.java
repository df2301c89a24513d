package dev.kizashi.scoring.signals;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.util.List;
import ua_parser.Parser;

/**
 * Whose user agents are machines': those that the catalogue's globs match, and with {@code
 * known_crawlers} those that the uap-core project, by way of uap-java, calls a spider.
 *
 * <p>A handful of globs takes a microsecond and more, the maintained list a third of a millisecond,
 * so answers are kept: user agents repeat. The list's expressions are not RE2, but bounded;
 * together with the limit on what they look at nobody's user agent takes longer than a few
 * milliseconds. Proxies that fetch a mail's images when a person opens it are on nobody's list of
 * crawlers, whatever their names look like.
 *
 * <p>Safe for use by several threads.
 */
final class MachineAgents {
  private static final String SPIDER = "Spider";
  private static final List<String> MAIL_PROXIES = List.of("YahooMailProxy", "GoogleImageProxy");

  /** As much of a user agent as the maintained list looks at. */
  private static final int LOOKED_AT = 256;

  /** Answers kept, and the longest user agent with one: some megabytes at most. */
  private static final int MOST = 10_000;

  private static final int LONGEST_KEPT = 512;

  private final List<Glob> globs;
  private final boolean knownCrawlers;
  private final LoadingCache<String, Boolean> answers =
      CacheBuilder.newBuilder()
          .maximumSize(MOST)
          .build(
              new CacheLoader<>() {
                @Override
                public Boolean load(String userAgent) {
                  return isMachine(userAgent);
                }
              });

  MachineAgents(List<String> globs, boolean knownCrawlers) {
    this.globs = globs.stream().map(glob -> new Glob(glob, true)).toList();
    this.knownCrawlers = knownCrawlers;
  }

  boolean contains(String userAgent) {
    return userAgent.length() <= LONGEST_KEPT
        ? answers.getUnchecked(userAgent)
        : isMachine(userAgent);
  }

  private boolean isMachine(String userAgent) {
    for (Glob glob : globs) {
      if (glob.holds(userAgent)) {
        return true;
      }
    }
    return knownCrawlers && isSpider(userAgent);
  }

  private static boolean isSpider(String userAgent) {
    String looked = userAgent.length() <= LOOKED_AT ? userAgent : userAgent.substring(0, LOOKED_AT);
    return MAIL_PROXIES.stream().noneMatch(looked::contains)
        && SPIDER.equals(Maintained.DEVICES.parseDevice(looked).family);
  }

  /** Read when the first catalogue asks for it: two hundred milliseconds. */
  private static final class Maintained {
    static final Parser DEVICES = new Parser();
  }
}
