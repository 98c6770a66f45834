"""Times of single suggestions of a Python library: run-peer-suggest.py TRIALS REPETITIONS optuna|hyperopt.

The space and the loss are those of mixed-problem.mjs. Prints `{"askMs", "version"}`, the first suggestion left out.
"""

import json
import math
import random
import sys
import time


def loss_of(p):
    return (
        (p["a"] - 0.3) ** 2
        + (p["b"] / 5) ** 2
        + (math.log(p["d"]) + 5) ** 2 / 25
        + abs(p["g"] - 20) / 64
        + (0 if p["i"] == 2 else 0.3)
    )


def time_optuna(trials, repetitions):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    floats = optuna.distributions.FloatDistribution
    integers = optuna.distributions.IntDistribution
    options = optuna.distributions.CategoricalDistribution
    space = {
        "a": floats(0, 1),
        "b": floats(-5, 5),
        "c": floats(0, 100),
        "d": floats(math.exp(-10), 1, log=True),
        "e": floats(math.exp(-5), math.exp(5), log=True),
        "f": floats(1, math.exp(7), log=True),
        "g": integers(1, 64),
        "h": integers(1, 64),
        "i": options([0, 1, 2, 3]),
        "j": options([0, 1, 2, 3, 4, 5, 6, 7]),
    }
    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=1))
    draw = random.Random(2)

    def value(distribution):
        if isinstance(distribution, floats) and distribution.log:
            return math.exp(draw.uniform(math.log(distribution.low), math.log(distribution.high)))
        if isinstance(distribution, floats):
            return draw.uniform(distribution.low, distribution.high)
        if isinstance(distribution, integers):
            return draw.randint(distribution.low, distribution.high)
        return draw.choice(distribution.choices)

    for _ in range(trials):
        params = {name: value(distribution) for name, distribution in space.items()}
        study.add_trial(optuna.trial.create_trial(params=params, distributions=space, value=loss_of(params)))

    def suggest():
        started_at = time.perf_counter()
        trial = study.ask()
        params = {}
        for name, distribution in space.items():
            if isinstance(distribution, floats):
                params[name] = trial.suggest_float(name, distribution.low, distribution.high, log=distribution.log)
            elif isinstance(distribution, integers):
                params[name] = trial.suggest_int(name, distribution.low, distribution.high)
            else:
                params[name] = trial.suggest_categorical(name, distribution.choices)
        ms = (time.perf_counter() - started_at) * 1000
        study.tell(trial, loss_of(params))
        return ms

    suggest()
    return [suggest() for _ in range(repetitions)], optuna.__version__


def time_hyperopt(trials, repetitions):
    import logging

    import hyperopt
    from hyperopt import hp

    logging.disable(logging.INFO)
    space = {
        "a": hp.uniform("a", 0, 1),
        "b": hp.uniform("b", -5, 5),
        "c": hp.uniform("c", 0, 100),
        "d": hp.loguniform("d", -10, 0),
        "e": hp.loguniform("e", -5, 5),
        "f": hp.loguniform("f", 0, 7),
        "g": hp.uniformint("g", 1, 64),
        "h": hp.uniformint("h", 1, 64),
        "i": hp.choice("i", [0, 1, 2, 3]),
        "j": hp.choice("j", [0, 1, 2, 3, 4, 5, 6, 7]),
    }
    domain = hyperopt.base.Domain(lambda params: 0.0, space)
    history = hyperopt.Trials()

    def finish(documents):
        for document in documents:
            params = {label: values[0] for label, values in document["misc"]["vals"].items()}
            document["state"] = hyperopt.JOB_STATE_DONE
            document["result"] = {"status": "ok", "loss": float(loss_of(params))}
        history.insert_trial_docs(documents)
        history.refresh()

    finish(hyperopt.rand.suggest(history.new_trial_ids(trials), domain, history, 2))

    def suggest(seed):
        ids = history.new_trial_ids(1)
        started_at = time.perf_counter()
        documents = hyperopt.tpe.suggest(ids, domain, history, seed)
        ms = (time.perf_counter() - started_at) * 1000
        finish(documents)
        return ms

    suggest(0)
    return [suggest(seed) for seed in range(1, repetitions + 1)], hyperopt.__version__


def main():
    trials, repetitions, library = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    ask_ms, version = (time_hyperopt if library == "hyperopt" else time_optuna)(trials, repetitions)
    print(json.dumps({"askMs": ask_ms, "version": version}))


if __name__ == "__main__":
    main()
