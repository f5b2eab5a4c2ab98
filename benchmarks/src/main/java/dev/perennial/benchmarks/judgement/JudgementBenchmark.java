package dev.perennial.benchmarks.judgement;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Whether the decisions are right: windows of which it is known what was true, and what was made of them. Ends with how many
 * floors hold; the status is 0 only if all do.
 */
public final class JudgementBenchmark {

    private JudgementBenchmark() {}

    /** Arguments: the folder of oracles and data, the folder of the flights. */
    public static void main(String[] arguments) throws IOException {
        boolean holds = run(System.out, Path.of(arguments[0]), Path.of(arguments[1]));
        System.exit(holds ? 0 : 1);
    }

    private static boolean run(PrintStream out, Path shared, Path flights) throws IOException {
        Verdicts verdicts = new Verdicts(out);
        HeldOut.run(out, shared, CensusJudgement.run(out, shared, verdicts));
        FlightPolicies.run(out, shared, verdicts);
        NoDriftRates.run(out, verdicts);
        elec2(out, shared.resolve("data").resolve("elec.csv.gz"), verdicts);
        FlightWindows.run(out, flights, verdicts);
        out.println();
        return verdicts.close();
    }

    private static void elec2(PrintStream out, Path file, Verdicts verdicts) {
        out.println();
        Elec2Judgement judgement = Elec2Judgement.of(file);
        judgement.print(out);
        List<Elec2Judgement.Agreement> agreements = judgement.agreements();
        long same = agreements.stream().filter(Elec2Judgement.Agreement::same).count();
        verdicts.atLeast(
                "Elec2: detectors alarm at the values at which MOA's do",
                (double) same,
                agreements.size(),
                "%.0f of " + agreements.size() + " streams and detectors");
    }
}
