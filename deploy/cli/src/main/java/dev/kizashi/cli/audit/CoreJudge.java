package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Versions.Version;
import dev.kizashi.scoring.evaluate.LeadJudge;
import dev.kizashi.scoring.evaluate.Recognition;
import dev.kizashi.scoring.evaluate.Rulebook;
import dev.kizashi.scoring.evaluate.Rules;
import dev.kizashi.scoring.evaluate.Timeline;
import dev.kizashi.scoring.signals.SignalMatcher;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The scoring core, as the jobs and {@code evaluate} run it; versions are compiled once. */
final class CoreJudge implements Judge {
  private final Map<Version, Rules> rules = new IdentityHashMap<>();
  private final Map<Version, Recognition> recognitions = new IdentityHashMap<>();

  @Override
  public ReplayedLead lead(String leadId, Version first) {
    return new CoreLead(this, leadId, first);
  }

  /** How events are recognised under the version's catalogue. */
  Recognition recognition(Version version) {
    return recognitions.computeIfAbsent(
        version,
        it -> new Recognition(Timeline.always(SignalMatcher.compile(it.matching().catalogue()))));
  }

  /** The judge of leads that stay under a version. */
  LeadJudge under(Version version) {
    return new LeadJudge(Rulebook.always(rules(version)));
  }

  /** The judge of leads under one version when another comes into force. */
  LeadJudge between(Version before, Version after) {
    return new LeadJudge(
        new Rulebook(
            Timeline.of(
                List.of(
                    new Timeline.Entry<>(Long.MIN_VALUE, rules(before)),
                    new Timeline.Entry<>(after.model().effectiveFrom(), rules(after))))));
  }

  private Rules rules(Version version) {
    return rules.computeIfAbsent(version, it -> new Rules(it.model(), it.matching().catalogue()));
  }
}
