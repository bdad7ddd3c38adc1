"""What was learned from labelled messages: the form of a message, and how like unlawful wording a sentence is.

Both are linear models over characters and pairs of characters, kept as tables that a person can read: every weight is
one line, and what it adds can be told. `smslint.learn` makes the tables.
"""

from smslint.learned.form import FormWeights, form_weights
from smslint.learned.grams import grams
from smslint.learned.likeness import ALIKE, MILD, UNLIKE, Chances, Likeness, Regression, form_feature, read_likeness

__all__ = [
    "ALIKE",
    "MILD",
    "UNLIKE",
    "Chances",
    "FormWeights",
    "Likeness",
    "Regression",
    "form_feature",
    "form_weights",
    "grams",
    "read_likeness",
]
