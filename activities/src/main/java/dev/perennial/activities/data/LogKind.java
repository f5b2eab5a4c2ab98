package dev.perennial.activities.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The parts of a model's log, by the folder that each lies in; all are partitioned by the hour of the prediction. */
enum LogKind {
    PREDICTIONS("predictions"),
    LABELS("labels"),
    FEEDBACK("feedback"),
    QUARANTINED_LABELS("quarantine/labels"),
    QUARANTINED_FEEDBACK("quarantine/feedback");

    /** What windows are read from. */
    static final List<LogKind> JOINED = List.of(PREDICTIONS, LABELS);

    private final String folder;

    LogKind(String folder) {
        this.folder = folder;
    }

    /** The folder above those of the models. */
    String folder() {
        return folder;
    }

    /** The folder's name without slashes, for names of files. */
    String word() {
        return folder.replace('/', '-');
    }

    /** The part with this word; empty for another word. */
    static Optional<LogKind> ofWord(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** The part that the key of a file lies in. */
    static LogKind of(String key) {
        return Arrays.stream(values())
                .filter(kind -> key.startsWith(kind.folder + "/model="))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Invalid key of a log: '" + key + "'"));
    }
}
