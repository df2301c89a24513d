/**
 * What else could be put to the same events. Each peer sums up a lead's points as they fade ({@link
 * dev.kizashi.benchmarks.peers.DecayedSum}) over the topics of behaviour, in which every event
 * names its lead, and writes the sum, exactly once, whenever it has changed by a point: a small
 * part of what the job does. Each is written to be read and tuned in good faith; none knows
 * identities, fit, duplicates, stages, alerts or why a sum is what it is.
 */
package dev.kizashi.benchmarks.peers;
