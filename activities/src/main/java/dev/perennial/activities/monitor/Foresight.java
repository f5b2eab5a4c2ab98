package dev.perennial.activities.monitor;

import dev.perennial.monitoring.estimation.EstimateTrackRecords;
import dev.perennial.monitoring.estimation.WindowEstimate;
import java.util.Optional;

/**
 * What was said of a window before its labels came, and how such words have turned out so far.
 *
 * @param estimate what was said of this window, as it was made; empty where its labels were there first
 * @param past the record of the champion's term up to the window before
 */
record Foresight(Optional<WindowEstimate> estimate, EstimateTrackRecords past) {}
