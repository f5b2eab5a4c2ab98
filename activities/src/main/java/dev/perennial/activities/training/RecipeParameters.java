package dev.perennial.activities.training;

import dev.perennial.registry.spec.CandidateRecipe;
import dev.perennial.scoring.BoostedTreesModel;
import dev.perennial.scoring.FactorizationMachineModel;
import dev.perennial.scoring.LinearModel;
import dev.perennial.scoring.Outputs;
import dev.perennial.scoring.RandomForestModel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A recipe whose algorithm and parameters are known, in range, and all spelt out. */
final class RecipeParameters {

    /*
     * What a parameter may be. The defaults of boosting are those that did best on a year of flights; those of a forest
     * bound its size, and those of gradient descent its work.
     */
    private record Parameter(double standard, double least, double most, boolean whole) {

        private static Parameter whole(int standard, int least, int most) {
            return new Parameter(standard, least, most, true);
        }

        private static Parameter real(double standard, double least, double most) {
            return new Parameter(standard, least, most, false);
        }
    }

    private static final Map<String, Map<String, Parameter>> OF_PROBABILITIES = ofProbabilities();
    private static final Map<String, Map<String, Parameter>> OF_CLASSES = ofClasses();
    private static final Map<String, Map<String, Parameter>> OF_VALUES = ofValues();

    private final SortedMap<String, Double> values;

    private RecipeParameters(SortedMap<String, Double> values) {
        this.values = values;
    }

    private static Map<String, Map<String, Parameter>> ofProbabilities() {
        Map<String, Map<String, Parameter>> algorithms = ofClasses();
        algorithms.put(LinearModel.ALGORITHM, Map.of("c", Parameter.real(1, 1e-6, 1e6)));
        return algorithms;
    }

    private static Map<String, Map<String, Parameter>> ofClasses() {
        Map<String, Map<String, Parameter>> algorithms = ofValues();
        Map<String, Parameter> machine = new HashMap<>(sgd());
        machine.put("factors", Parameter.whole(8, 1, 256));
        algorithms.put(FactorizationMachineModel.ALGORITHM, machine);
        return algorithms;
    }

    private static Map<String, Map<String, Parameter>> ofValues() {
        Map<String, Map<String, Parameter>> algorithms = new LinkedHashMap<>();
        algorithms.put(LinearModel.ALGORITHM, sgd());
        algorithms.put(
                BoostedTreesModel.ALGORITHM,
                Map.of(
                        "trees", Parameter.whole(150, 1, 5000),
                        "rate", Parameter.real(0.08, 1e-4, 1),
                        "leaves", Parameter.whole(31, 2, 4096),
                        "minChildWeight", Parameter.real(20, 0, 1e6),
                        "subsample", Parameter.real(0.8, 0.05, 1),
                        "colsample", Parameter.real(0.7, 0.05, 1),
                        "depth", Parameter.whole(0, 0, 64)));
        algorithms.put(
                RandomForestModel.ALGORITHM,
                Map.of(
                        "trees", Parameter.whole(100, 1, 2000),
                        "depth", Parameter.whole(12, 1, 64),
                        "minChildWeight", Parameter.real(10, 1, 1e6),
                        "features", Parameter.real(0.5, 0.01, 0.99),
                        "bins", Parameter.whole(64, 2, 1024)));
        return algorithms;
    }

    private static Map<String, Parameter> sgd() {
        return Map.of("epochs", Parameter.whole(5, 1, 1000), "rate", Parameter.real(0.1, 1e-5, 10));
    }

    /** @throws IllegalArgumentException naming what is wrong and the nearest valid word or the range */
    static RecipeParameters of(CandidateRecipe recipe, Outputs outputs) {
        Map<String, Map<String, Parameter>> algorithms =
                outputs.match(probability -> OF_PROBABILITIES, classes -> OF_CLASSES, value -> OF_VALUES);
        Map<String, Parameter> known = algorithms.get(recipe.algorithm());
        if (known == null) {
            throw new IllegalArgumentException("Invalid algorithm: \"" + recipe.algorithm() + "\" (did you mean \""
                    + NearestWord.to(recipe.algorithm(), algorithms.keySet()) + "\"?)");
        }
        SortedMap<String, Double> values = new TreeMap<>();
        known.forEach((name, parameter) -> values.put(name, parameter.standard()));
        recipe.parameters().forEach((name, value) -> {
            Parameter parameter = known.get(name);
            if (parameter == null) {
                throw new IllegalArgumentException("Invalid parameter of " + recipe.algorithm() + ": \"" + name
                        + "\" (did you mean \"" + NearestWord.to(name, known.keySet()) + "\"?)");
            }
            check(name, value, parameter);
            values.put(name, value);
        });
        return new RecipeParameters(values);
    }

    private static void check(String name, double value, Parameter parameter) {
        boolean inRange = value >= parameter.least() && value <= parameter.most();
        if (!inRange || (parameter.whole() && value != Math.rint(value))) {
            throw new IllegalArgumentException("Invalid parameter " + name + ": " + value + " ("
                    + (parameter.whole() ? "a whole number" : "a number") + " from " + parameter.least() + " to "
                    + parameter.most() + " is expected)");
        }
    }

    double real(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Invalid parameter: this algorithm has none named " + name);
        }
        return value;
    }

    int whole(String name) {
        return (int) real(name);
    }

    SortedMap<String, Double> values() {
        return values;
    }
}
