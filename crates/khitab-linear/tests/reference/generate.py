#!/usr/bin/env python3
"""Writes reference.json: what scikit-learn 1.9.1 and LIBLINEAR 2.50 make of the fixed rows in rows.json.

usage: generate.py        (in a virtual environment with scikit-learn==1.9.1 and liblinear-official==2.50.0)

rows.json is made here too, from a linear congruential generator, so that it does not depend on NumPy's.
Every optimiser runs to a tolerance of 1e-10 or so: what is compared is the optimum, not the path to it.
"""
import json
import os
import warnings

import numpy as np
import scipy
import sklearn
from liblinear.liblinearutil import parameter, problem, train
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import (accuracy_score, average_precision_score, brier_score_loss, f1_score, log_loss,
                             matthews_corrcoef, precision_recall_fscore_support, roc_auc_score)
from sklearn.model_selection import GroupKFold, StratifiedKFold
from sklearn.naive_bayes import BernoulliNB, ComplementNB, MultinomialNB
from sklearn.svm import LinearSVC

warnings.simplefilter("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
ROWS, COLUMNS = 80, 24
state = 12345


def draw(bound):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
    return (state >> 33) % bound


X = np.zeros((ROWS, COLUMNS))
for i in range(ROWS):
    for j in range(COLUMNS):
        if draw(4) == 0:
            X[i, j] = (1 + draw(8)) / 8          # exact in f32
three = [int(np.argmax([X[i, c::3].sum() + draw(5) / 4 for c in range(3)])) for i in range(ROWS)]
two = [int(label == 2) for label in three]
groups = [draw(12) for _ in range(ROWS)]
rows = [[[j, X[i, j]] for j in range(COLUMNS) if X[i, j]] for i in range(ROWS)]
out = dict(versions=dict(sklearn=sklearn.__version__, numpy=np.__version__, scipy=scipy.__version__, liblinear="2.50"))


def flat(name, coef, intercept):
    """One list of weights a hyperplane, and the intercepts."""
    out[name] = dict(weights=np.atleast_2d(coef).tolist(), intercepts=np.atleast_1d(intercept).tolist())


def sk(name, model, y):
    model.fit(X, y)
    flat(name, model.coef_, model.intercept_)


def lib(name, solver, y, c=1.0):
    m = train(problem(y, [dict((j + 1, v) for j, v in row) for row in rows], bias=1), parameter("-q -s %d -c %g -B 1 -e 1e-10" % (solver, c)))
    k = len(m.get_labels())
    vectors = k if k > 2 or solver == 4 else 1
    order = m.get_labels()
    w = {order[v] if vectors > 1 else 1: m.get_decfun(v) for v in range(vectors)}
    sign = -1 if vectors == 1 and order[0] == 0 else 1
    keys = sorted(w)
    flat(name, [[sign * x for x in w[key][0]] for key in keys], [sign * w[key][1] for key in keys])


lib("svm_l2", 1, two)
lib("svm_hinge", 3, two, 0.5)
lib("svm_l1", 5, two)
lib("logistic_l2", 7, two, 2.0)
lib("logistic_l1", 6, two)
lib("svm_l2_three", 1, three)
lib("crammer_singer", 4, three)
sk("balanced", LinearSVC(class_weight="balanced", tol=1e-10, max_iter=10 ** 7), two)
sk("multinomial", LogisticRegression(tol=1e-12, max_iter=10 ** 5, C=3.0, solver="newton-cg"), three)
for name, model in (("multinomial_nb", MultinomialNB(alpha=.5)), ("complement_nb", ComplementNB(alpha=.5)), ("bernoulli_nb", BernoulliNB(alpha=.5))):
    out[name] = model.fit(X, three).predict_log_proba(X).tolist()

scores = [round((draw(1000) + 300 * y) / 1300, 3) for y in two]
guess = [int(s > .5) for s in scores]
three_guess = [t if draw(3) else draw(3) for t in three]
out["scores"], out["three_guess"] = scores, three_guess
out["metrics"] = dict(
    roc_auc=roc_auc_score(two, scores), pr_auc=average_precision_score(two, scores), brier=brier_score_loss(two, scores),
    log_loss=log_loss(two, scores), accuracy=accuracy_score(two, guess), mcc=matthews_corrcoef(three, three_guess),
    macro_f1=f1_score(three, three_guess, average="macro"), weighted_f1=f1_score(three, three_guess, average="weighted"),
    per_class=[list(map(float, x)) for x in zip(*precision_recall_fscore_support(three, three_guess)[:3])])
out["isotonic"] = IsotonicRegression(out_of_bounds="clip").fit(scores, two).predict([i / 20 for i in range(21)]).tolist()
out["stratified"] = [te.tolist() for _, te in StratifiedKFold(5).split(X, three)]
out["group_sizes"] = sorted(len(te) for _, te in GroupKFold(4).split(X, groups=groups))
json.dump(dict(columns=COLUMNS, rows=rows, two=two, three=three, groups=groups), open(os.path.join(HERE, "rows.json"), "w"))
json.dump(out, open(os.path.join(HERE, "reference.json"), "w"))
