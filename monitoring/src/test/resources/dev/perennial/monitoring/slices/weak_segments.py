"""Writes weak_segments.json beside this file: what a search for weak segments without a test reports where none is.

The search is that of Deepchecks 0.18 in outline: the log loss of each row, categories replaced by their mean loss, a
regression tree (max_depth 5, min_weight_fraction_leaf .05, min_samples_leaf 5, min_impurity_decrease .003 of the
variance) on every pair of columns, the worst leaf of all reported as measured on the rows that chose it. Scores are
calibrated and have nothing to do with the columns, so every reported segment is false. "relative" is the share of runs in
which the segment's mean loss lies 20 % or more above the overall mean, the default of Deepchecks' condition.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.7.2 && venv/bin/python weak_segments.py
"""

import itertools
import json
import pathlib

import numpy
import sklearn
from sklearn.tree import DecisionTreeRegressor

RUNS = 200
ROWS = 1000
random = numpy.random.default_rng(7)
reported = relative = 0
excess = []
for run in range(RUNS):
    scores = random.uniform(0.02, 0.98, ROWS)
    labels = random.random(ROWS) < scores
    losses = -numpy.log(numpy.where(labels, scores, 1 - scores))
    carrier = random.choice(5, ROWS, p=[0.375, 0.25, 0.125, 0.125, 0.125])
    means = numpy.array([losses[carrier == c].mean() for c in range(5)])
    columns = [random.random(ROWS), numpy.rint(20 * random.random(ROWS)), random.logistic(size=ROWS), means[carrier]]
    worst = losses.mean()
    for one, other in itertools.combinations(columns, 2):
        pair = numpy.column_stack([one, other])
        tree = DecisionTreeRegressor(
            max_depth=5,
            min_weight_fraction_leaf=0.05,
            min_samples_leaf=5,
            min_impurity_decrease=0.003 * losses.var(),
            random_state=run,
        ).fit(pair, losses)
        worst = max(worst, tree.predict(pair).max())
    reported += worst > losses.mean()
    relative += worst >= 1.2 * losses.mean()
    excess.append(worst / losses.mean() - 1)
document = {
    "generator": f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}",
    "runs": RUNS,
    "rows": ROWS,
    "reported": reported / RUNS,
    "relative": relative / RUNS,
    "meanExcess": round(float(numpy.mean(excess)), 4),
}
pathlib.Path(__file__).with_name("weak_segments.json").write_text(json.dumps(document) + "\n")
