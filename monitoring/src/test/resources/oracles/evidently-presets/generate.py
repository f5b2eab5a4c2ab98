"""Runs Evidently's presets on the bike counts and the census, and writes what they report.

Usage: python generate.py SHARED_DATA_FOLDER > presets.json
Versions: evidently==0.7.21 pandas==2.3.3 numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1
"""

import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
from evidently import BinaryClassification, DataDefinition, Dataset, MulticlassClassification, Regression, Report
from evidently.presets import ClassificationPreset, DataDriftPreset, DataSummaryPreset, RegressionPreset

warnings.filterwarnings("ignore")
BIKE_NUMBERS = ["temp", "atemp", "hum", "windspeed", "casual", "registered", "cnt"]
BIKE_CATEGORIES = ["season", "holiday", "weekday", "workingday", "weathersit", "hr"]
CENSUS_NUMBERS = ["AGEP", "predicted_probability"]


def plain(value):
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.bool_, bool)):
        return bool(value)
    if isinstance(value, (np.integer,)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return number if math.isfinite(number) else str(number)
    return value


def run(preset, current, reference, definition):
    # not only the numbers that are shown: the reference's too
    report = Report([preset]).run(
        Dataset.from_pandas(current.reset_index(drop=True), data_definition=definition),
        Dataset.from_pandas(reference.reset_index(drop=True), data_definition=definition),
    )
    return [
        {"metric": metric["metric_name"], "value": plain(metric["value"])} for metric in report.dict()["metrics"]
    ]


def damaged(frame, seed):
    """Missing values, infinities, an empty, a constant and a doubled column, doubled and empty rows: a summary's hard cases."""
    damaged_frame = frame.copy().reset_index(drop=True)
    index = np.arange(len(damaged_frame))
    damaged_frame["hum"] = damaged_frame["hum"].where((index * 7 + seed) % 11 != 0)
    damaged_frame["weathersit"] = damaged_frame["weathersit"].astype("object").where((index * 5 + seed) % 13 != 0)
    damaged_frame.loc[(index + seed) % 97 == 0, "windspeed"] = np.inf
    damaged_frame["empty"] = np.nan
    damaged_frame["constant"] = 7.0
    damaged_frame["nearly"] = np.where((index + seed) % 50 == 0, 1.0, 2.0)
    damaged_frame["twin"] = damaged_frame["temp"]
    damaged_frame["nearly_twin"] = damaged_frame["temp"].where((index + seed) % 60 != 0, -1.0)
    for k in range(5):
        damaged_frame.loc[10 + k] = damaged_frame.loc[30]
    return damaged_frame


def main(folder):
    bike = pd.read_csv(f"{folder}/bike_hour.csv.gz")
    january = bike[bike.dteday <= "2011-01-28"]
    february = bike[(bike.dteday >= "2011-01-29") & (bike.dteday <= "2011-02-28")]
    results = {}
    columns = BIKE_NUMBERS + BIKE_CATEGORIES
    definition = DataDefinition(numerical_columns=BIKE_NUMBERS, categorical_columns=BIKE_CATEGORIES)
    results["bike drift"] = run(DataDriftPreset(), february[columns], january[columns], definition)
    results["bike summary"] = run(DataSummaryPreset(), february[columns], january[columns], definition)
    extra = ["empty", "constant", "nearly", "twin", "nearly_twin"]
    hurt = DataDefinition(numerical_columns=BIKE_NUMBERS + extra, categorical_columns=BIKE_CATEGORIES)
    results["damaged bike summary"] = run(
        DataSummaryPreset(), damaged(february[columns], 3), damaged(january[columns], 1), hurt
    )

    reference = pd.read_csv(f"{folder}/employment_MA_reference.csv.gz")
    analysis = pd.read_csv(f"{folder}/employment_MA_analysis.csv.gz")
    target = pd.read_csv(f"{folder}/employment_MA_analysis_target.csv.gz")
    analysis = analysis.merge(target, on="id")
    features = [c for c in reference.columns if c not in ("id", "year", "employed")]
    categories = [c for c in features if c not in CENSUS_NUMBERS]
    definition = DataDefinition(numerical_columns=CENSUS_NUMBERS, categorical_columns=categories)
    chunk = analysis[100000:105000]
    results["census drift"] = run(DataDriftPreset(), chunk[features], reference[features], definition)
    results["census summary"] = run(DataSummaryPreset(), chunk[features], reference[features], definition)

    definition = DataDefinition(
        classification=[
            BinaryClassification(target="employed", prediction_labels="prediction", pos_label=1)
        ],
        categorical_columns=["employed", "prediction"],
    )
    labels = ["employed", "prediction"]
    results["census labels"] = run(ClassificationPreset(), chunk[labels], reference[labels], definition)
    definition = DataDefinition(
        classification=[
            BinaryClassification(target="employed", prediction_probas="predicted_probability", pos_label=1)
        ],
        categorical_columns=["employed"],
        numerical_columns=["predicted_probability"],
    )
    scores = ["employed", "predicted_probability"]
    results["census scores"] = run(ClassificationPreset(), chunk[scores], reference[scores], definition)
    definition = DataDefinition(
        classification=[MulticlassClassification(target="MAR", prediction_labels="guess")],
        categorical_columns=["MAR", "guess"],
    )

    def guessing(frame):
        # a simple rule: children were never married, the old are widowed, women with a prediction of work divorced
        guess = np.where(frame.AGEP < 25, 5, np.where(frame.AGEP > 80, 2, np.where(frame.prediction == 1, 1, 3)))
        return pd.DataFrame({"MAR": frame.MAR.to_numpy(), "guess": guess})

    results["census classes"] = run(ClassificationPreset(), guessing(chunk), guessing(reference), definition)

    def counting(frame):
        return pd.DataFrame({"cnt": frame.cnt.to_numpy(), "guess": (frame.registered * 1.25 + 2).to_numpy()})

    definition = DataDefinition(
        regression=[Regression(target="cnt", prediction="guess")], numerical_columns=["cnt", "guess"]
    )
    results["bike regression"] = run(RegressionPreset(), counting(february), counting(january), definition)

    def around_zero(frame):
        shifted = counting(frame) - 40.0
        shifted.loc[shifted.index % 29 == 0, "guess"] = np.nan
        return shifted

    results["bike regression around zero"] = run(
        RegressionPreset(), around_zero(february), around_zero(january), definition
    )
    json.dump(results, sys.stdout, indent=1)


main(sys.argv[1])
