#!/usr/bin/env python3
"""Predicts with a model that train.py wrote: python3 predict.py ROWS.csv prints one number per row.

Needs only the Python standard library. A model folder holds a copy of this file beside its model.json.
"""

import csv
import json
import pathlib
import sys


def tree_output(node, row):
    """Follows a row, a list of feature values, down to its leaf. A value equal to a threshold goes left."""
    while "leaf" not in node:
        node = node["left"] if row[node["feature"]] <= node["threshold"] else node["right"]
    return node["leaf"]


def predict(model, row):
    """The model's answer for one row whose values are in the order of model["features"]."""
    return model["base_score"] + model["learning_rate"] * sum(tree_output(tree, row) for tree in model["trees"])


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python3 predict.py ROWS.csv   (a header with the model's feature names is expected)")
    model = json.loads((pathlib.Path(__file__).resolve().parent / "model.json").read_text(encoding="utf-8"))
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        for record in csv.DictReader(file):
            print(round(predict(model, [float(record[name]) for name in model["features"]]), 3))


if __name__ == "__main__":
    main()
