package dev.perennial.benchmarks.moa;

import dev.perennial.monitoring.detector.DetectorSettings;
import moa.classifiers.core.driftdetection.ADWINChangeDetector;
import moa.classifiers.core.driftdetection.ChangeDetector;
import moa.classifiers.core.driftdetection.DDM;
import moa.classifiers.core.driftdetection.EDDM;
import moa.classifiers.core.driftdetection.PageHinkleyDM;
import moa.classifiers.core.driftdetection.STEPD;

/** A detector of ours and MOA's of the same name, both with their defaults. */
public enum Peer {
    /** Drift detection method. */
    DDM,
    /** Early drift detection method. */
    EDDM,
    /** Adaptive windowing. */
    ADWIN,
    /** Page-Hinkley test. */
    PAGE_HINKLEY,
    /** Statistical test of equal proportions. */
    STEPD;

    /** What ours is started with. */
    public DetectorSettings ours() {
        return switch (this) {
            case DDM -> DetectorSettings.Ddm.standard();
            case EDDM -> DetectorSettings.Eddm.standard();
            case ADWIN -> DetectorSettings.Adwin.standard();
            case PAGE_HINKLEY -> DetectorSettings.PageHinkley.standard();
            case STEPD -> DetectorSettings.Stepd.standard();
        };
    }

    /** MOA's, started. */
    public ChangeDetector moas() {
        return switch (this) {
            case DDM -> new DDM();
            case EDDM -> new EDDM();
            case ADWIN -> new ADWINChangeDetector();
            case PAGE_HINKLEY -> new PageHinkleyDM();
            case STEPD -> new STEPD();
        };
    }
}
