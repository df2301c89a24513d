package dev.kizashi.scoring.evaluate;

import java.util.List;

/**
 * What followed from one event or timer. The state was changed in place.
 *
 * @param emissions in the order in which they were judged
 * @param suspect whether the event turned out to be a machine's
 * @param sequence of the event's judgement; 0 when it was not judged
 */
public record Step(Fate fate, boolean suspect, List<Emission> emissions, long sequence) {}
