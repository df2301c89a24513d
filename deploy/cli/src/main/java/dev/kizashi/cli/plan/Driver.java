package dev.kizashi.cli.plan;

/**
 * What a part of the work asks for by itself.
 *
 * @param key in the JSON
 * @param cores of Flink's, each a slot with its share of a disk and of the network; or of the
 *     brokers'
 * @param note how much of what it is given
 */
record Driver(String key, String label, double cores, String note) {}
