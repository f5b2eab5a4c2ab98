package dev.perennial.serving.gateway;

import dev.perennial.serving.log.Arm;
import dev.perennial.serving.routing.Explanation;
import dev.perennial.serving.routing.LoadedVersion;
import dev.perennial.serving.routing.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the answer of each row of a request came about; empty where that is not known, as for the fallback. */
final class RowExplanations {
    /** The most rows that are explained in one request: explaining one may cost as much as scoring a thousand. */
    static final int MOST_ROWS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(RowExplanations.class);

    private final List<Optional<Explanation>> rows;

    private RowExplanations(List<Optional<Explanation>> rows) {
        this.rows = rows;
    }

    /** Explains the rows by the versions that answered them, if the request asks for it. */
    static RowExplanations of(RouteTable table, InferRequest request, RowOutcomes outcomes) {
        if (!request.outputs().areExplained()) {
            return new RowExplanations(List.of());
        }
        List<Optional<Explanation>> rows = new ArrayList<>(outcomes.rows());
        for (int row = 0; row < outcomes.rows(); row++) {
            LoadedVersion version = table.versions().get(outcomes.version(row));
            rows.add(
                    version == null || outcomes.arm(row) == Arm.FALLBACK
                            ? Optional.empty()
                            : explanation(version, request, row));
        }
        return new RowExplanations(rows);
    }

    private static Optional<Explanation> explanation(LoadedVersion version, InferRequest request, int row) {
        try {
            return version.explain(request.row(row));
        } catch (RuntimeException e) {
            LOG.warn("explanation failed version={}", version.number(), e);
            return Optional.empty();
        }
    }

    /** What a feature added; NaN where it is not known. */
    double of(int row, int column) {
        return rows.get(row).map(explanation -> explanation.of(column)).orElse(Double.NaN);
    }

    /** The margin before any feature is known; NaN where it is not known. */
    double base(int row) {
        return rows.get(row).map(Explanation::base).orElse(Double.NaN);
    }

    /** The unit of all rows: {@code unknown} if nothing is known of any, {@code mixed} if they differ. */
    String unit() {
        Set<String> units = rows.stream()
                .flatMap(Optional::stream)
                .map(explanation -> explanation.unit().word())
                .collect(Collectors.toSet());
        return units.size() > 1 ? "mixed" : units.stream().findFirst().orElse("unknown");
    }
}
