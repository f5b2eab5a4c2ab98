package dev.perennial.monitoring.compat.evidently;

/** Which columns hold the truth and the predictions, and so which preset judges them. */
public sealed interface EvidentlyTask {

    /** There is no truth: drift and summary only. */
    record None() implements EvidentlyTask {}

    /**
     * Classes predicted as labels; two classes are binary, with one of them positive.
     *
     * @param target a column of categories
     * @param prediction a column of categories
     * @param positive the positive label; of no meaning with more than two classes
     */
    record Labels(String target, String prediction, String positive) implements EvidentlyTask {}

    /**
     * Two classes predicted as the probability of one of them; positive from .5 on.
     *
     * @param target a column of categories
     * @param probability a column of numbers
     * @param positive the label that the probability is of
     */
    record Probability(String target, String probability, String positive) implements EvidentlyTask {}

    /**
     * Numbers.
     *
     * @param target a column of numbers
     * @param prediction a column of numbers
     */
    record Numbers(String target, String prediction) implements EvidentlyTask {}
}
