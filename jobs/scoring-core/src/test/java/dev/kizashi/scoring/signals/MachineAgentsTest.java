package dev.kizashi.scoring.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineAgentsTest {
  private final MachineAgents crawlers = new MachineAgents(List.of("*Link?heck*"), true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
        "Baiduspider+(+http://www.baidu.com/search/spider.htm)",
        "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"
      })
  void crawlers_are_known(String userAgent) {
    assertThat(crawlers.contains(userAgent)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 9; KFMAWI) AppleWebKit/537.36 Silk/120.4.1 like Chrome/120.0",
        "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0"
      })
  void people_are_not_taken_for_one(String userAgent) {
    assertThat(crawlers.contains(userAgent)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html"
      })
  void what_fetches_the_images_of_a_mail_for_a_person_is_none(String userAgent) {
    assertThat(crawlers.contains(userAgent)).isFalse();
  }

  @Test
  void the_catalogue_s_globs_come_on_top_without_case_and_over_the_whole_text() {
    String longText = "x".repeat(1_000);
    assertThat(crawlers.contains("Acme-LINKCHECK/2")).isTrue();
    assertThat(crawlers.contains(longText + " linkcheck")).isTrue();
    assertThat(crawlers.contains(longText)).isFalse();
    assertThat(new MachineAgents(List.of(), false).contains("Googlebot/2.1")).isFalse();
  }

  @Test
  void nobody_s_user_agent_takes_long() {
    assertThat(crawlers.contains("Android " + "a;".repeat(100_000))).isFalse();
    // Of the processor: how long others hold it up says nothing.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long begun = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 100; i++) {
      crawlers.contains(i + "Android " + "a;".repeat(100_000));
    }
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - begun))
        .isLessThan(Duration.ofSeconds(5));
  }
}
