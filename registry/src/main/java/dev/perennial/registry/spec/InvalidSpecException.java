package dev.perennial.registry.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A model file that cannot be accepted, with every problem found in it. */
public final class InvalidSpecException extends RuntimeException {
    private final transient List<SpecProblem> problems;

    /** Names all problems, in the order of the file. */
    public InvalidSpecException(List<SpecProblem> problems) {
        super(problems.stream()
                .map(problem -> problem.line() + ":" + problem.column() + " " + problem.message())
                .collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Every problem, in the order of the file. */
    public List<SpecProblem> problems() {
        return problems;
    }
}
