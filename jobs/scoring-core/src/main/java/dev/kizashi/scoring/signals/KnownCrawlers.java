package dev.kizashi.scoring.signals;

import com.google.common.cache.CacheBuilder;
import com.google.common.cache.CacheLoader;
import com.google.common.cache.LoadingCache;
import java.util.List;
import ua_parser.Parser;

/**
 * The maintained list behind {@code known_crawlers}: user agents that the uap-core project, by way
 * of uap-java, calls a spider.
 *
 * <p>Its expressions take a third of a millisecond, so answers are kept: user agents repeat. They
 * are not RE2, but bounded; together with the limit on the length nobody's user agent takes longer
 * than a few milliseconds. Proxies that fetch a mail's images when a person opens it are on
 * nobody's list of crawlers, whatever their names look like.
 */
final class KnownCrawlers {
  private static final String SPIDER = "Spider";
  private static final List<String> MAIL_PROXIES = List.of("YahooMailProxy", "GoogleImageProxy");
  private static final int LONGEST = 256;
  private static final int MOST = 10_000;

  private final LoadingCache<String, Boolean> answers =
      CacheBuilder.newBuilder()
          .maximumSize(MOST)
          .build(
              new CacheLoader<>() {
                @Override
                public Boolean load(String userAgent) {
                  return isSpider(userAgent);
                }
              });

  boolean contains(String userAgent) {
    return answers.getUnchecked(
        userAgent.length() <= LONGEST ? userAgent : userAgent.substring(0, LONGEST));
  }

  private static boolean isSpider(String userAgent) {
    return MAIL_PROXIES.stream().noneMatch(userAgent::contains)
        && SPIDER.equals(Maintained.DEVICES.parseDevice(userAgent).family);
  }

  /** Read when the first catalogue asks for it: two hundred milliseconds. */
  private static final class Maintained {
    static final Parser DEVICES = new Parser();
  }
}
