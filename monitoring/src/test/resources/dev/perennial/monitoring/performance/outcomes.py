"""Writes outcomes.json beside this file: metrics of small tables as scikit-learn 1.7.2 computes them.

    python3 -m venv venv && venv/bin/pip install scikit-learn==1.7.2 && venv/bin/python outcomes.py
"""

import json
import math
import pathlib

import numpy
import sklearn
from scipy.optimize import brentq
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

random = numpy.random.default_rng(20130101)


def binary(rows, digits, skew):
    scores = numpy.round(random.beta(skew, 2, rows), digits)
    labels = (random.random(rows) < scores ** 1.3).astype(int)
    called = (scores >= 0.5).astype(int)
    tn, fp, fn, tp = metrics.confusion_matrix(labels, called).ravel()
    clipped = numpy.clip(scores, 1e-15, 1 - 1e-15)
    odds = numpy.log(clipped / (1 - clipped))
    line = LogisticRegression(C=numpy.inf, tol=1e-12, max_iter=10000, solver="newton-cholesky")
    line.fit(odds.reshape(-1, 1), labels)
    shift = brentq(lambda a: (1 / (1 + numpy.exp(-(a + odds))) - labels).sum(), -20, 20, xtol=1e-14)
    precision, recall, thresholds = metrics.precision_recall_curve(labels, scores)
    return {
        "scores": scores.tolist(),
        "labels": labels.tolist(),
        "confusion": [int(tn), int(fp), int(fn), int(tp)],
        "metrics": {
            "log-loss": metrics.log_loss(labels, clipped),
            "brier": metrics.brier_score_loss(labels, scores),
            "auc": metrics.roc_auc_score(labels, scores),
            "average-precision": metrics.average_precision_score(labels, scores),
            "accuracy": metrics.accuracy_score(labels, called),
            "precision": metrics.precision_score(labels, called),
            "recall": metrics.recall_score(labels, called),
            "specificity": metrics.recall_score(labels, called, pos_label=0),
            "false-positive-rate": fp / (fp + tn),
            "f1": metrics.f1_score(labels, called),
            "cost": (10 * fn + 2 * fp - tp) / rows,
            "calibration-slope": line.coef_[0][0],
            "calibration-intercept": shift,
        },
        "curve": [[t, p, r] for t, p, r in zip(thresholds, precision, recall)],
    }


def multiclass(rows, classes):
    truth = random.dirichlet([0.8] * classes, rows)
    labels = numpy.array([random.choice(classes, p=p) for p in truth])
    probabilities = random.dirichlet([3] * classes, rows) * 0.5 + truth * 0.5
    probabilities = numpy.round(probabilities, 3)
    probabilities[:, -1] = 1 - probabilities[:, :-1].sum(axis=1)
    predicted = probabilities.argmax(axis=1)
    onehot = numpy.eye(classes)[labels]
    normal = probabilities / probabilities.sum(axis=1, keepdims=True)
    each = {}
    for name, score in (("precision", metrics.precision_score), ("recall", metrics.recall_score), ("f1", metrics.f1_score)):
        each[name] = score(labels, predicted, average=None).tolist()
    each["auc"] = [metrics.roc_auc_score(onehot[:, c], probabilities[:, c]) for c in range(classes)]
    each["average-precision"] = [
        metrics.average_precision_score(onehot[:, c], probabilities[:, c]) for c in range(classes)
    ]
    return {
        "probabilities": probabilities.tolist(),
        "labels": labels.tolist(),
        "confusion": metrics.confusion_matrix(labels, predicted).tolist(),
        "classes": each,
        "metrics": {
            "log-loss": metrics.log_loss(labels, normal),
            "brier": ((probabilities - onehot) ** 2).sum(axis=1).mean(),
            "accuracy": metrics.accuracy_score(labels, predicted),
            "macro-precision": metrics.precision_score(labels, predicted, average="macro"),
            "macro-recall": metrics.balanced_accuracy_score(labels, predicted),
            "macro-f1": metrics.f1_score(labels, predicted, average="macro"),
            "macro-auc": metrics.roc_auc_score(labels, normal, multi_class="ovr", average="macro"),
            "micro-precision": metrics.precision_score(labels, predicted, average="micro"),
            "micro-recall": metrics.recall_score(labels, predicted, average="micro"),
            "micro-f1": metrics.f1_score(labels, predicted, average="micro"),
            "micro-auc": metrics.roc_auc_score(onehot, probabilities, average="micro"),
        },
    }


def regression(rows):
    labels = numpy.round(random.gamma(3, 40, rows) - 20, 2)
    predictions = numpy.round(labels * 0.9 + random.normal(3, 25, rows), 2)
    return {
        "predictions": predictions.tolist(),
        "labels": labels.tolist(),
        "metrics": {
            "mae": metrics.mean_absolute_error(labels, predictions),
            "rmse": metrics.root_mean_squared_error(labels, predictions),
            "mape": metrics.mean_absolute_percentage_error(labels, predictions),
            "bias": (predictions - labels).mean(),
            "r2": metrics.r2_score(labels, predictions),
        },
    }


def first_relevant(relevance, scores, orders):
    """Mean over random orders of the ties: an independent check of the closed forms."""
    ranks = []
    for order in range(orders):
        noise = random.permutation(len(scores))
        ranked = sorted(range(len(scores)), key=lambda i: (-scores[i], noise[i]))
        hits = [rank for rank, i in enumerate(ranked) if relevance[i] > 0]
        ranks.append(hits[0] + 1 if hits else math.inf)
    return numpy.array(ranks)


def ranking(queries, items):
    names, all_scores, all_relevance, ndcg, ranks = [], [], [], {1: [], 3: [], 10: []}, []
    for query in range(queries):
        scores = numpy.round(random.random(items), 1)
        relevance = numpy.where(random.random(items) < scores / 2, random.integers(1, 4, items), 0)
        names += [f"query {query}"] * items
        all_scores += scores.tolist()
        all_relevance += relevance.tolist()
        if relevance.sum() > 0:
            for k in ndcg:
                ndcg[k].append(metrics.ndcg_score([relevance], [scores], k=k))
        ranks.append(first_relevant(relevance, scores, 4000))
    result = {f"ndcg@{k}": float(numpy.mean(v)) for k, v in ndcg.items()}
    return {
        "queries": names,
        "scores": all_scores,
        "relevance": all_relevance,
        "metrics": result,
        "simulated": {
            "mrr": float(numpy.mean([(1 / r).mean() for r in ranks])),
            "hit-rate@1": float(numpy.mean([(r <= 1).mean() for r in ranks])),
            "hit-rate@3": float(numpy.mean([(r <= 3).mean() for r in ranks])),
        },
    }


document = {
    "generator": f"scikit-learn {sklearn.__version__}, numpy {numpy.__version__}",
    "binary": [binary(300, 2, 2), binary(400, 4, 0.7), binary(60, 1, 3)],
    "multiclass": [multiclass(200, 3), multiclass(150, 5)],
    "regression": [regression(200)],
    "ranking": [ranking(40, 12)],
}
path = pathlib.Path(__file__).with_name("outcomes.json")
path.write_text(json.dumps(document, separators=(",", ":")) + "\n")
