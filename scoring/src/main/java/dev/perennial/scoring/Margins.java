package dev.perennial.scoring;

import dev.perennial.scoring.Contributions.Unit;

/** The sums behind a model's answer: how many there are where each label has its own, and their unit. */
final class Margins {

    private Margins() {}

    /** A margin for each label, of which a probability has two, the negative before the positive; one for a value. */
    static int ofLabels(Outputs outputs) {
        return outputs.match(probability -> 2, classes -> classes.count(), value -> 1);
    }

    static Unit unit(Outputs outputs) {
        return outputs.match(probability -> Unit.LOG_ODDS, classes -> Unit.LOG_WEIGHT, value -> Unit.VALUE);
    }
}
