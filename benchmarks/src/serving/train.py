"""Makes what MLServer serves in the comparison: a logistic regression over twenty numbers, and its settings.

Usage: train.py DIRECTORY PORT
"""

import json
import pathlib
import sys

import joblib
import numpy
from sklearn.linear_model import LogisticRegression

directory = pathlib.Path(sys.argv[1])
port = int(sys.argv[2])
directory.mkdir(parents=True, exist_ok=True)

random = numpy.random.default_rng(1)
rows = random.normal(size=(2000, 20))
weights = random.normal(size=20)
labels = (rows @ weights + random.normal(size=2000) > 0).astype(int)
joblib.dump(LogisticRegression().fit(rows, labels), directory / "model.joblib")

settings = {
    "http_port": port,
    "grpc_port": port + 1,
    "metrics_port": port + 2,
    "host": "127.0.0.1",
    "parallel_workers": 0,
    "debug": False,
}
(directory / "settings.json").write_text(json.dumps(settings))
model = {
    "name": "linear",
    "implementation": "mlserver_sklearn.SKLearnModel",
    "parameters": {"uri": "./model.joblib", "version": "v1"},
}
(directory / "model-settings.json").write_text(json.dumps(model))
