"""The peers' side of benchmarks/peers: makes the files, runs one peer, writes its numbers and CPU-seconds as JSON.

Usage: python peers.py data FOLDER ROWS | evidently FOLDER | nannyml FOLDER | cbpe FOLDER | river FOLDER
CPU-seconds are those of this whole process over one job, from the Parquet files on; imports and a first run over a
few rows are left out, and the median of three runs counts.
"""

import json
import logging
import math
import statistics
import sys
import time
import warnings

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)
RUNS = 3
NUMBERS = 12
CATEGORIES = [2, 3, 5, 8, 12, 20, 30, 50]
CHUNK = 5000


def make(folder, rows):
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, seed, shift in (("reference", 1, 0.0), ("window", 2, 0.15)):
        random = np.random.default_rng(seed)
        columns = {}
        for k in range(NUMBERS):
            values = random.normal(shift if k % 3 == 0 else 0.0, 1.0 + k / 10, rows)
            if k % 4 == 1:
                values = np.exp(values / 2)
            if k % 4 == 2:
                values = np.round(values, 2)
            columns[f"number_{k}"] = values
        for k, levels in enumerate(CATEGORIES):
            tilt = 1.0 + (shift if k % 2 == 0 else 0.0)
            codes = (levels * random.random(rows) ** tilt).astype(int)
            columns[f"category_{k}"] = np.char.add("level ", codes.astype(str))
        table = pa.table({key: pa.array(values) for key, values in columns.items()})
        pq.write_table(table, f"{folder}/{name}.parquet")
        logits = random.normal(shift, 2.0, rows)
        truth_share = 1 / (1 + np.exp(-1.3 * logits - 0.2))
        scores = pa.table(
            {
                "score": 1 / (1 + np.exp(-logits)),
                "decision": (logits > 0).astype(np.float64),
                "label": (random.random(rows) < truth_share).astype(np.float64),
            }
        )
        pq.write_table(scores, f"{folder}/{name}_scores.parquet")
        errors = (random.random(rows) < np.where(np.arange(rows) < rows // 2, 0.2, 0.3)).astype(np.float64)
        pq.write_table(pa.table({"error": errors}), f"{folder}/{name}_errors.parquet")


def measured(job, warm):
    warm()
    seconds = []
    answer = None
    for _ in range(RUNS):
        before = time.process_time()
        answer = job()
        seconds.append(time.process_time() - before)
    return answer, statistics.median(seconds)


def frames(folder, suffix="", rows=None):
    import pandas as pd

    pair = [pd.read_parquet(f"{folder}/{name}{suffix}.parquet") for name in ("reference", "window")]
    return [frame if rows is None else frame.head(rows) for frame in pair]


def evidently(folder):
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    definition = DataDefinition(
        numerical_columns=[f"number_{k}" for k in range(NUMBERS)],
        categorical_columns=[f"category_{k}" for k in range(len(CATEGORIES))],
    )

    def job(rows=None):
        reference, window = frames(folder, rows=rows)
        report = Report([DataDriftPreset()]).run(
            Dataset.from_pandas(window, data_definition=definition),
            Dataset.from_pandas(reference, data_definition=definition),
        )
        return {metric["metric_name"]: metric["value"] for metric in report.dict()["metrics"]}

    metrics, seconds = measured(job, lambda: job(2000))
    numbers = {}
    for name, value in metrics.items():
        if isinstance(value, dict):
            numbers.update({f"{name} {part}": float(number) for part, number in value.items()})
        else:
            numbers[name] = float(value)
    return {"numbers": numbers, "seconds": seconds}


def nannyml(folder):
    import nannyml as nml
    import pandas as pd

    def fitted(rows=None):
        reference = pd.read_parquet(f"{folder}/reference.parquet")
        reference = reference if rows is None else reference.head(rows)
        calculator = nml.UnivariateDriftCalculator(column_names=list(reference.columns), chunk_number=1)
        return calculator.fit(reference)

    def compared(calculator, rows=None):
        window = pd.read_parquet(f"{folder}/window.parquet")
        result = calculator.calculate(window if rows is None else window.head(rows))
        return result.filter(period="analysis").to_df(multilevel=False).iloc[-1].to_dict()

    calculator, fit = measured(fitted, lambda: fitted(2000))
    row, seconds = measured(lambda: compared(calculator), lambda: compared(calculator, 2000))
    numbers = {
        key[: -len("_value")]: float(value) for key, value in row.items() if key.endswith("_value")
    }
    return {"numbers": numbers, "seconds": seconds, "fit_seconds": fit}


def cbpe(folder):
    import nannyml as nml
    import pandas as pd

    metrics = ["roc_auc", "f1", "precision", "recall", "specificity", "accuracy"]

    def read(name, rows=None):
        frame = pd.read_parquet(f"{folder}/{name}_scores.parquet")
        return frame if rows is None else frame.head(rows)

    def fitted(rows=None):
        estimator = nml.CBPE(
            y_pred_proba="score", y_pred="decision", y_true="label", metrics=metrics,
            problem_type="classification_binary", chunk_size=CHUNK,
        )
        return estimator.fit(read("reference", rows))

    def estimated(estimator, rows=None):
        result = estimator.estimate(read("window", rows).drop(columns="label"))
        return result.filter(period="analysis").to_df(multilevel=False)

    estimator, fit = measured(fitted, lambda: fitted(2 * CHUNK))
    table, seconds = measured(lambda: estimated(estimator), lambda: estimated(estimator, 2 * CHUNK))
    numbers = {}
    for metric in metrics:
        for index, value in enumerate(table[f"{metric}_value"]):
            numbers[f"{metric} {index}"] = float(value)
    return {"numbers": numbers, "seconds": seconds, "fit_seconds": fit}


def river(folder):
    import pandas as pd
    from river import drift

    errors = [float(value) for value in pd.read_parquet(f"{folder}/window_errors.parquet")["error"]]
    makers = {"adwin": drift.ADWIN, "ddm": drift.binary.DDM, "page-hinkley": drift.PageHinkley}
    numbers = {}
    seconds = {}
    for name, maker in makers.items():
        def job(values):
            detector = maker()
            alarms = []
            for index, value in enumerate(values):
                detector.update(value)
                if detector.drift_detected:
                    alarms.append(index)
            return alarms

        alarms, spent = measured(lambda: job(errors), lambda: job(errors[:2000]))
        seconds[name] = spent / len(errors)
        change = len(errors) // 2
        after = [index - change for index in alarms if index >= change]
        numbers[f"{name} delay"] = float(after[0]) if after else -1.0
        numbers[f"{name} before"] = float(len(alarms) - len(after))
    return {"numbers": numbers, "seconds": seconds}


def main():
    what, folder = sys.argv[1], sys.argv[2]
    if what == "data":
        make(folder, int(sys.argv[3]))
        return
    result = {"evidently": evidently, "nannyml": nannyml, "cbpe": cbpe, "river": river}[what](folder)
    for name, value in result["numbers"].items():
        if not math.isfinite(value):
            raise ValueError(f"{what} gives {value} for {name}")
    print("RESULT " + json.dumps(result))


main()
