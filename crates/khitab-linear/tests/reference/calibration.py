#!/usr/bin/env python3
"""Writes calibration.json: what scikit-learn and SciPy make of the scores that generate.py drew.

usage: calibration.py        (in a virtual environment with scikit-learn==1.9.1)

Beta calibration is fitted under its bounds by L-BFGS-B, once on the scores and once on their negatives, for
which no map that rises is better than a flat one. McNemar's exact test is SciPy's binomial test.
"""
import json
import os

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import expit
from scipy.stats import binomtest
from sklearn.calibration import _SigmoidCalibration

HERE = os.path.dirname(os.path.abspath(__file__))


def read(name):
    with open(os.path.join(HERE, name)) as file:
        return json.load(file)


y = np.array(read("rows.json")["two"])
reference = read("reference.json")
decisions = 8 * np.array(reference["scores"]) - 4
grid = np.arange(-4, 5) * 1.0


def features(d):
    return np.stack([-np.logaddexp(0, -d), np.logaddexp(0, d), np.ones_like(d)], axis=1)


def beta(d):
    x = features(d)
    loss = lambda w: np.sum(np.logaddexp(0, -x @ w) + (1 - y) * (x @ w))
    slope = lambda w: x.T @ (expit(x @ w) - y)
    bounds = [(0, None), (0, None), (None, None)]
    fit = minimize(loss, np.zeros(3), jac=slope, method="L-BFGS-B", bounds=bounds, options=dict(ftol=1e-15, gtol=1e-10, maxiter=10 ** 5))
    return expit(features(grid) @ fit.x).tolist()


three, guess = np.array(read("rows.json")["three"]), np.array(reference["three_guess"])
first, second = guess == three, np.roll(guess, 1) == three
only = [int((first & ~second).sum()), int((second & ~first).sum())]
out = dict(
    versions=dict(sklearn=sklearn.__version__, scipy=scipy.__version__, numpy=np.__version__),
    platt=_SigmoidCalibration().fit(decisions, y).predict(grid).tolist(), beta=beta(decisions), beta_falling=beta(-decisions),
    mcnemar=dict(only=only, p=binomtest(only[0], sum(only)).pvalue))
with open(os.path.join(HERE, "calibration.json"), "w") as file:
    json.dump(out, file)
