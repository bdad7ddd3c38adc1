"""What was learned from labelled messages: the form of a message, and how like unlawful wording a sentence is.

Both are linear models over characters and pairs of characters, kept as tables that a person can read: every weight is
one line, and what it adds can be told. `smslint.learn` makes the tables.
"""

from smslint.learned.form import FormWeights, form_weights
from smslint.learned.grams import grams
from smslint.learned.likeness import ALIKE, UNLIKE, Likeness, read_likeness

__all__ = ["ALIKE", "UNLIKE", "FormWeights", "Likeness", "form_weights", "grams", "read_likeness"]
