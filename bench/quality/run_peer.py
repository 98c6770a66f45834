"""Searches of a Python library on standard problems: run_peer.py LIBRARY SEEDS BUDGET PROBLEM...

LIBRARY: optuna-tpe (multivariate), optuna-gp (needs torch) or hyperopt-tpe. Spaces are mapped as the stored baseline did:
normals become mu +- 4 sigma in Optuna, quantised logarithmic ranges are rounded after drawing. Prints
`{"name", "scores": {problem: [{trials: loss of the best-looking trial}]}}`.
"""

import json
import math
import pathlib
import subprocess
import sys

import numpy

HERE = pathlib.Path(__file__).parent
PROBLEMS = {p["name"]: p for p in json.loads((HERE.parent / "fixtures" / "problems.json").read_text())["problems"]}
CHECKPOINTS = (25, 50, 100, 200)


class Objective:
    """A problem's loss with its noise; keeps the true loss of the trial that looks best."""

    def __init__(self, name, seed, evaluator):
        self.noise_sd = PROBLEMS[name]["noise_sd"]
        self.random = numpy.random.RandomState(seed + 10_000)
        self.evaluator = evaluator
        self.trials, self.lowest, self.score, self.scores = 0, math.inf, math.inf, {}

    def __call__(self, params):
        self.evaluator.stdin.write(json.dumps(params) + "\n")
        self.evaluator.stdin.flush()
        truth = float(self.evaluator.stdout.readline())
        loss = truth + self.noise_sd * self.random.standard_normal()
        self.trials += 1
        if loss < self.lowest:
            self.lowest, self.score = loss, truth
        if self.trials in CHECKPOINTS:
            self.scores[self.trials] = self.score
        return loss


def optuna_number(trial, label, node):
    kind = node["hp"]
    if kind in ("uniform", "quniform"):
        return trial.suggest_float(label, node["low"], node["high"], step=node.get("q"))
    if kind in ("loguniform", "qloguniform"):
        value = trial.suggest_float(label, math.exp(node["low"]), math.exp(node["high"]), log=True)
        return round(value / node["q"]) * node["q"] if kind == "qloguniform" else value
    if kind in ("uniformint", "randint"):
        return trial.suggest_int(label, node["low"], node["high"] - (1 if kind == "randint" else 0))
    low, high = node["mu"] - 4 * node["sigma"], node["mu"] + 4 * node["sigma"]
    if kind == "normal":
        return trial.suggest_float(label, low, high)
    return trial.suggest_float(label, math.exp(low), math.exp(high), log=True)


def optuna_params(trial, node, key=""):
    if isinstance(node, list):
        return [optuna_params(trial, item, f"{key}.{index}") for index, item in enumerate(node)]
    if not isinstance(node, dict):
        return node
    if "hp" not in node:
        return {name: optuna_params(trial, child, name) for name, child in node.items()}
    label = node.get("label", key)
    if "options" not in node:
        return optuna_number(trial, label, node)
    option = trial.suggest_categorical(label, list(range(len(node["options"]))))
    return optuna_params(trial, node["options"][option], f"{label}.{option}")


def search_optuna(library, name, seed, budget, objective):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if library == "optuna-gp":
        sampler = optuna.samplers.GPSampler(seed=seed)
    else:
        sampler = optuna.samplers.TPESampler(multivariate=True, constant_liar=False, seed=seed)
    study = optuna.create_study(sampler=sampler)
    space = PROBLEMS[name]["space"]
    study.optimize(lambda trial: objective(optuna_params(trial, space)), n_trials=budget)


def hyperopt_space(node, key=""):
    from hyperopt import hp

    if isinstance(node, list):
        return [hyperopt_space(item, f"{key}.{index}") for index, item in enumerate(node)]
    if not isinstance(node, dict):
        return node
    if "hp" not in node:
        return {name: hyperopt_space(child, name) for name, child in node.items()}
    label, kind = node.get("label", key), node["hp"]
    if "options" in node:
        options = [hyperopt_space(option, f"{label}.{index}") for index, option in enumerate(node["options"])]
        return hp.pchoice(label, list(zip(node["p"], options))) if kind == "pchoice" else hp.choice(label, options)
    names = ("mu", "sigma") if kind in ("normal", "lognormal") else ("low", "high", "q")
    return getattr(hp, kind)(label, *(node[name] for name in names if name in node))


def plain(value):
    if isinstance(value, dict):
        return {name: plain(child) for name, child in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.item() if hasattr(value, "item") else value


def search_hyperopt(name, seed, budget, objective):
    import hyperopt

    hyperopt.fmin(
        lambda params: objective(plain(params)),
        hyperopt_space(PROBLEMS[name]["space"]),
        algo=hyperopt.tpe.suggest,
        max_evals=budget,
        rstate=numpy.random.default_rng(seed),
        show_progressbar=False,
    )


def run(library, name, seed, budget):
    words = ["node", str(HERE / "evaluate.mjs"), name]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as evaluator:
        objective = Objective(name, seed, evaluator)
        if library == "hyperopt-tpe":
            search_hyperopt(name, seed, budget, objective)
        else:
            search_optuna(library, name, seed, budget, objective)
        evaluator.stdin.close()
    return objective.scores


def main():
    library, seeds, budget, problems = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
    version = __import__(library.split("-")[0]).__version__
    scores = {name: [run(library, name, seed, budget) for seed in range(seeds)] for name in problems}
    print(json.dumps({"name": f"{library} {version}", "scores": scores}))


if __name__ == "__main__":
    main()
