#!/usr/bin/env python3
"""Gradient-boosted regression trees on the diabetes data, in the Python standard library alone.

The parameters have XGBoost's names and meaning. Each stage is judged by k-fold cross-validation and printed as a line
`[stage]<tab>validation-rmse:…`. A model trained on all rows is then written to `$SWEEP_OUTPUT_DIR/model` (or to
`./output/model`), and the last line is `rmse: …`. The script knows nothing of the program that runs it.
"""

import argparse
import csv
import json
import math
import os
import pathlib
import random
import shutil

from predict import tree_output

HERE = pathlib.Path(__file__).resolve().parent
BINS = 24
FOLDS = 4


def whole(text):
    """A whole number written as `6` or as `6.0`."""
    number = float(text)
    if number != int(number):
        raise argparse.ArgumentTypeError(f"expected a whole number, got {text}")
    return int(number)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--max_depth", type=whole, default=6, help="deepest a tree may get, 1 or more")
    parser.add_argument("--learning_rate", type=float, default=0.3, help="share of each tree's answer that counts")
    parser.add_argument("--reg_alpha", type=float, default=0.0, help="L1 penalty on leaf weights")
    parser.add_argument("--reg_lambda", type=float, default=1.0, help="L2 penalty on leaf weights")
    parser.add_argument("--min_child_weight", type=float, default=1.0, help="least sum of second derivatives in a leaf")
    parser.add_argument("--n_estimators", type=whole, default=30, help="number of stages, one tree each")
    parser.add_argument("--objective", choices=["reg:squarederror"], default="reg:squarederror")
    parser.add_argument("--seed", type=int, default=42, help="decides which row belongs to which fold")
    parser.add_argument("--data", default=str(HERE / "diabetes.csv"), help="CSV file whose last column is the target")
    return parser.parse_args()


def read_table(path):
    """Feature names, rows of feature values, and targets."""
    with open(path, newline="", encoding="utf-8") as file:
        header, *records = csv.reader(file)
    table = [[float(cell) for cell in record] for record in records]
    return header[:-1], [line[:-1] for line in table], [line[-1] for line in table]


def quantile_edges(values):
    """At most BINS - 1 ascending thresholds that cut the values into bins of about equal size."""
    distinct = sorted(set(values))
    middles = [(low + high) / 2 for low, high in zip(distinct, distinct[1:])]
    if len(middles) < BINS:
        return middles
    ordered = sorted(values)
    cuts = {ordered[len(ordered) * index // BINS] for index in range(1, BINS)}
    return [middles[min(distinct.index(cut), len(middles) - 1)] for cut in sorted(cuts)]


class Binned:
    """The rows once more, each value replaced by the number of its bin: what makes the search for splits fast."""

    def __init__(self, rows):
        columns = list(zip(*rows))
        self.edges = [quantile_edges(column) for column in columns]
        self.columns = [
            [sum(value > edge for edge in edges) for value in column] for column, edges in zip(columns, self.edges)
        ]


class TreeGrower:
    """Grows one tree by exact search over the bins' edges, after Chen & Guestrin 2016, "XGBoost", section 2.2.

    For squared error the second derivative is 1, so a sum of second derivatives is a number of rows.
    """

    def __init__(self, binned, arguments):
        self.binned = binned
        self.max_depth = arguments.max_depth
        self.alpha = arguments.reg_alpha
        self.penalty = arguments.reg_lambda
        self.min_child_weight = max(arguments.min_child_weight, 1e-9)

    def leaf_weight(self, gradient, weight):
        """The answer of a leaf whose rows have these sums of first and second derivatives."""
        return -math.copysign(max(abs(gradient) - self.alpha, 0.0), gradient) / (weight + self.penalty)

    def score(self, gradient, weight):
        """How much such a leaf lowers the penalised loss, times two."""
        beyond = abs(gradient) - self.alpha
        return beyond * beyond / (weight + self.penalty) if beyond > 0 else 0.0

    def grow(self, rows, gradients, depth=0):
        total = sum(gradients[row] for row in rows)
        split = self.best_split(rows, gradients, total) if depth < self.max_depth else None
        if split is None:
            return {"leaf": self.leaf_weight(total, len(rows))}
        feature, edge = split
        column = self.binned.columns[feature]
        return {
            "feature": feature,
            "threshold": self.binned.edges[feature][edge],
            "left": self.grow([row for row in rows if column[row] <= edge], gradients, depth + 1),
            "right": self.grow([row for row in rows if column[row] > edge], gradients, depth + 1),
        }

    def best_split(self, rows, gradients, total):
        """The (feature, edge) that lowers the loss most, or None where no split lowers it."""
        if len(rows) < 2 * self.min_child_weight:
            return None
        best_score, best = self.score(total, len(rows)) + 1e-9, None
        for feature, column in enumerate(self.binned.columns):
            sums, counts = self.histogram(rows, gradients, column)
            left_sum = left_count = 0
            for edge in range(len(self.binned.edges[feature])):
                if counts[edge] == 0:
                    continue
                left_sum += sums[edge]
                left_count += counts[edge]
                right_count = len(rows) - left_count
                if left_count < self.min_child_weight:
                    continue
                if right_count < self.min_child_weight:
                    break
                score = self.score(left_sum, left_count) + self.score(total - left_sum, right_count)
                if score > best_score:
                    best_score, best = score, (feature, edge)
        return best

    @staticmethod
    def histogram(rows, gradients, column):
        sums, counts = [0.0] * BINS, [0] * BINS
        for row in rows:
            place = column[row]
            sums[place] += gradients[row]
            counts[place] += 1
        return sums, counts


class Booster:
    """Trees added one at a time, each fitted to what the earlier ones left over on the training rows."""

    def __init__(self, table, training, arguments, grower):
        _, self.rows, self.targets = table
        self.training = training
        self.learning_rate = arguments.learning_rate
        self.grower = grower
        self.base_score = sum(self.targets[row] for row in training) / len(training)
        self.predictions = [self.base_score] * len(self.rows)
        self.trees = []

    def add_tree(self):
        gradients = [prediction - target for prediction, target in zip(self.predictions, self.targets)]
        tree = self.grower.grow(self.training, gradients)
        self.trees.append(tree)
        self.predictions = [
            prediction + self.learning_rate * tree_output(tree, row)
            for prediction, row in zip(self.predictions, self.rows)
        ]

    def rmse(self, rows):
        return math.sqrt(sum((self.predictions[row] - self.targets[row]) ** 2 for row in rows) / len(rows))


def split_into_folds(count, seed):
    """Pairs of (training rows, validation rows), every row validating once."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    for fold in range(FOLDS):
        held_out = set(order[fold::FOLDS])
        yield [row for row in range(count) if row not in held_out], sorted(held_out)


def cross_validate(table, arguments, grower):
    """Prints the mean error over the folds after each stage and returns the last one."""
    folds = [
        (Booster(table, training, arguments, grower), validation)
        for training, validation in split_into_folds(len(table[1]), arguments.seed)
    ]
    error = math.nan
    for stage in range(arguments.n_estimators):
        for booster, _ in folds:
            booster.add_tree()
        error = sum(booster.rmse(validation) for booster, validation in folds) / len(folds)
        print(f"[{stage}]\tvalidation-rmse:{error:.4f}", flush=True)
    return error


def train_model(table, arguments, grower):
    booster = Booster(table, list(range(len(table[1]))), arguments, grower)
    for _ in range(arguments.n_estimators):
        booster.add_tree()
    return {
        "features": table[0],
        "base_score": booster.base_score,
        "learning_rate": arguments.learning_rate,
        "trees": booster.trees,
    }


def write_model(model, arguments, error):
    folder = pathlib.Path(os.environ.get("SWEEP_OUTPUT_DIR", "output")) / "model"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.json").write_text(json.dumps(model), encoding="utf-8")
    shutil.copyfile(HERE / "predict.py", folder / "predict.py")
    settings = "".join(f"- {name}: {value}\n" for name, value in sorted(vars(arguments).items()) if name != "data")
    (folder / "README.md").write_text(
        "# Diabetes progression, gradient-boosted trees\n\n"
        f"Cross-validated rmse {error:.4f}. Predict with `python3 predict.py ROWS.csv`.\n\n{settings}",
        encoding="utf-8",
    )


def main():
    arguments = parse_arguments()
    table = read_table(arguments.data)
    grower = TreeGrower(Binned(table[1]), arguments)
    error = cross_validate(table, arguments, grower)
    write_model(train_model(table, arguments, grower), arguments, error)
    print(f"rmse: {error:.4f}")


if __name__ == "__main__":
    main()
