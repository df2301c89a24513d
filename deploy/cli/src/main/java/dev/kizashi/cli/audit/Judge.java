package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Versions.Version;

/** Who judges leads again. One thread. */
@FunctionalInterface
interface Judge {
  /** A lead of which nothing is known yet; until it is judged it is under no version. */
  ReplayedLead lead(String leadId, Version any);
}
