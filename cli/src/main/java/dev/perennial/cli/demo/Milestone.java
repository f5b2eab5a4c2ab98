package dev.perennial.cli.demo;

/** What the demo must be seen to do; {@code --exit} leaves with status 0 only if all of it was observed. */
enum Milestone {
    BOOTSTRAPPED("the first version became champion by a recorded bootstrap decision"),
    WINDOWS_JUDGED("the schedule judged every window that the watermark closed"),
    DRIFT_HARMLESS("drift was recorded and asked for no retraining"),
    FAULTY_PROVEN_OFFLINE("a candidate from a broken pipeline passed the off-line gate and its review"),
    FAULTY_TAKEN_BACK("production evidence took it back without a human"),
    CHALLENGER_PROVEN("a challenger's proven advantage asked for a retraining"),
    WORKER_KILLED("a worker was killed in mid-training and the run went on"),
    THREE_CANDIDATES("at least three candidates were trained, a linear baseline among them"),
    REVIEWED("a reviewer approved the candidate on its evidence"),
    CANARY_JUDGED("the canary was judged at 5 % and 25 % of the traffic"),
    PROMOTED("the candidate was promoted"),
    ROLLED_BACK_BY_HAND("a person rolled back by the command line, and a hold was left"),
    NOTHING_LOST("every prediction was answered and every due label accepted");

    private final String sentence;

    Milestone(String sentence) {
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
