package dev.perennial.activities.training;

import dev.perennial.scoring.CompiledModel;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A model that was trained, compiled, and seen to score alike in both forms. */
public final class TrainedCandidate {

    private final CompiledModel compiled;
    private final byte[] compiledBytes;
    private final byte[] tribuoModel;
    private final double goldenDifference;
    private final SortedMap<String, String> provenance;
    private final SortedMap<String, Double> featureImportances;

    TrainedCandidate(
            CompiledModel compiled,
            byte[] compiledBytes,
            byte[] tribuoModel,
            double goldenDifference,
            SortedMap<String, String> provenance,
            SortedMap<String, Double> featureImportances) {
        this.compiled = compiled;
        this.compiledBytes = compiledBytes.clone();
        this.tribuoModel = tribuoModel.clone();
        this.goldenDifference = goldenDifference;
        this.provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
        this.featureImportances = Collections.unmodifiableSortedMap(new TreeMap<>(featureImportances));
    }

    public CompiledModel compiled() {
        return compiled;
    }

    /** The file of the compiled model with its golden sample; the same recipe, rows and seed give the same bytes. */
    public byte[] compiledBytes() {
        return compiledBytes.clone();
    }

    /** Tribuo's protobuf of the model; it names the moment of training, so its bytes differ from run to run. */
    public byte[] tribuoModel() {
        return tribuoModel.clone();
    }

    /** The largest absolute difference between Tribuo's scores and the compiled ones. */
    public double goldenDifference() {
        return goldenDifference;
    }

    /** How the model came about: recipe with every default spelt out, seed, rows, library. */
    public SortedMap<String, String> provenance() {
        return provenance;
    }

    /**
     * Each feature's share of what the model makes of a row, from 0 to 1, summing to 1 (all 0 for a model that ignores
     * its features). Linear: the spread over the training rows of what the feature adds to the log-odds. Boosting: the
     * gain of the splits on the feature. The two are not comparable with each other.
     */
    public SortedMap<String, Double> featureImportances() {
        return featureImportances;
    }
}
