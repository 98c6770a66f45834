"""One search with a Python library: run-peer.py TRIALS optuna-random|optuna-tpe|hyperopt-random STORAGE.

STORAGE is a database URL, or `memory`. Prints `{"ms", "cpuMs", "version"}`.
"""

import json
import sys
import time


def clocks(since=(0, 0)):
    """Seconds by the clock and of processor time, since an earlier answer."""
    return time.perf_counter() - since[0], time.process_time() - since[1]


def run_optuna(trials, algo, storage):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    samplers = {"optuna-random": optuna.samplers.RandomSampler, "optuna-tpe": optuna.samplers.TPESampler}

    def objective(trial):
        trial.suggest_float("x", -5, 5)
        trial.suggest_float("y", -5, 5)
        return 0.0

    started = clocks()
    study = optuna.create_study(storage=None if storage == "memory" else storage, sampler=samplers[algo](seed=1))
    study.optimize(objective, n_trials=trials)
    return clocks(started), optuna.__version__


def run_hyperopt(trials):
    import hyperopt

    space = {"x": hyperopt.hp.uniform("x", -5, 5), "y": hyperopt.hp.uniform("y", -5, 5)}
    started = clocks()
    hyperopt.fmin(lambda params: 0.0, space, algo=hyperopt.rand.suggest, max_evals=trials, show_progressbar=False)
    return clocks(started), hyperopt.__version__


def main():
    trials, algo, storage = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    (seconds, cpu_seconds), version = run_hyperopt(trials) if algo == "hyperopt-random" else run_optuna(trials, algo, storage)
    print(json.dumps({"ms": seconds * 1000, "cpuMs": cpu_seconds * 1000, "version": version}))


if __name__ == "__main__":
    main()
