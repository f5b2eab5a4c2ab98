package dev.perennial.activities.training;

/**
 * Told several times a second, on the thread that called the trainer, what training is doing. Throwing cancels: the
 * exception reaches the caller at once.
 */
@FunctionalInterface
public interface Progress {

    /** The parts of a training run, in their order. */
    enum Step {
        /** Rows become the training library's examples. */
        ENCODING,
        /** The library trains. */
        FITTING,
        /** The model is compiled and both forms score the golden sample. */
        COMPARING
    }

    void report(Step step);

    /** Listens to nothing and never cancels. */
    static Progress ignored() {
        return step -> {};
    }
}
