"""What was learned from labelled messages: the form of a message, how like unlawful wording a sentence is, and which
rules a clause of it breaks.

All are linear models over characters and pairs of characters, and over those that a denial reaches. They are kept as
tables that a person can read: every weight is one line, and what it adds can be told. `smslint.learn` makes the tables.
"""

from smslint.learned.form import FormWeights, form_weights
from smslint.learned.grams import grams, wording
from smslint.learned.likeness import (
    ALIKE,
    ALIKE_ELSEWHERE,
    MILD,
    TABLES,
    UNLIKE,
    Chances,
    Likeness,
    Share,
    read_likeness,
    write_likeness,
)
from smslint.learned.naming import NAMED, Naming, clause_features
from smslint.learned.regression import Regression

__all__ = [
    "ALIKE",
    "ALIKE_ELSEWHERE",
    "MILD",
    "NAMED",
    "TABLES",
    "UNLIKE",
    "Chances",
    "FormWeights",
    "Likeness",
    "Naming",
    "Regression",
    "Share",
    "clause_features",
    "form_weights",
    "grams",
    "read_likeness",
    "wording",
    "write_likeness",
]
