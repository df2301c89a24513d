package dev.kizashi.cli.audit;

import dev.kizashi.cli.audit.Versions.Version;

/** Who judges leads again. One thread. */
@FunctionalInterface
interface Judge {
  /** A lead of which nothing is known yet, to be judged under a version. */
  ReplayedLead lead(String leadId, Version first);
}
