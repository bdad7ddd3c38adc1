"""Learning from labelled messages: the weights of the form and the likeness of a pack's unlawful wording.

Needs scikit-learn (`smslint[learn]`). What comes out are tables of text beside the code and the pack; nothing that
lints needs scikit-learn.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smslint.errors import ConfigError
from smslint.evaluate import Expected, Labelled
from smslint.fields import form_features
from smslint.learned import (
    ALIKE,
    UNLIKE,
    FormWeights,
    Likeness,
    Naming,
    Regression,
    clause_features,
    wording,
)
from smslint.learned.form import FORMS
from smslint.learned.table import Rows
from smslint.linter import Linter
from smslint.message import Message, Stretch
from smslint.model import Draft, Form, Severity
from smslint.pack import Rule
from smslint.pack.types import Example
from smslint.store import Deferred
from smslint.text import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

_REGULAR = 0.5  # inverse strength of the penalty, chosen by cross-validation over the corpus
_REGULAR_FAULT = 0.3  # of features scaled by what they tell
_REGULAR_FORM = 0.1  # likewise
_RARER = 4.0  # how much a reminder and a soft notice weigh: lenders send more of them than the corpus has
_REGULAR_NAMING = 1.0
_TELLS_A_LITTLE = 0.25  # added to what a feature tells by itself, so that none is left out
_LEAST_SEEN = 3  # sentences or messages; what stood in fewer is chance
_SMALL = 0.02  # a weight that is told from nothing by nobody
_SMALL_NAMING = 0.1  # of a rule among many
_DIGITS = 2
_CERTAIN = 9.0  # log-odds
_OF_PART = "\t"  # between the part of the likeness and a feature of it
_ALWAYS = ""  # the feature that every sentence of a form has


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the message with that number: its features, those of the whole message, and what it breaks.

    `clauses` are the features and the rules of each clause, if it breaks any.
    """

    message: int
    form: Form
    features: frozenset[str]
    around: frozenset[str]
    rules: frozenset[str]
    grave: bool
    clauses: tuple[tuple[frozenset[str], frozenset[str]], ...]


def stamp(paths: Iterable[Path]) -> dict[str, str]:
    """What a table says it was learned from: each file's name and content hash."""
    return {
        f"from {file.name}": hashlib.sha256(file.read_bytes()).hexdigest() for path in paths for file in _files(path)
    }


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.jsonl")) if path.is_dir() else [path]


def learn_form(linter: Linter, corpus: Iterable[Labelled], sources: Mapping[str, str]) -> FormWeights:
    """The weights that tell the forms of `corpus` apart best."""
    import numpy as np

    features: list[Collection[str]] = []
    forms: list[int] = []
    for one in corpus:
        if "form" not in one.unsure:
            context, _, _ = linter.inspect(one.draft)
            features.append(form_features(context.hits.message, context.fields))
            forms.append(FORMS.index(one.form))
    if len(set(forms)) < len(FORMS):
        raise ConfigError(f"messages of every form are needed: {', '.join(FORMS)}")
    names, matrix = _matrix(features)
    rarer = [_RARER if FORMS[one] in (Form.REMINDER, Form.SOFT) else 1.0 for one in forms]
    scale = functools.reduce(np.maximum, [_telling(matrix, np.equal(forms, form)) for form in sorted(set(forms))])
    model = _regression(_REGULAR_FORM).fit(matrix.multiply(scale).tocsr(), forms, rarer)
    columns = (model.coef_ * scale).T.round(_DIGITS)
    kept = {name: tuple(map(float, row)) for name, row in zip(names, columns, strict=True) if abs(row).max() > _SMALL}
    return FormWeights(tuple(map(float, model.intercept_)), kept, sources)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a likeness learned from four fifths of the messages judges the sentences of the last fifth, in counts."""

    sentences: int
    unlawful: int
    seen: int
    false: int
    excused: int
    wrongly_excused: int


def learn_likeness(
    linter: Linter, corpus: Iterable[Labelled], sources: Mapping[str, str]
) -> tuple[Likeness, Agreement]:
    """The likeness of the sentences of `corpus` and of the rules' own examples, and how well it generalises."""
    messages = [*corpus, *_examples(linter)]
    sentences = [one for number, each in enumerate(messages) for one in _sentences_of(linter, each, number)]
    names, matrix = _matrix([_features(one) for one in sentences])
    unlawful = [bool(one.rules) for one in sentences]
    fault, around, by_form = _parted(_fitted(names, matrix, unlawful, _REGULAR_FAULT, told=True))
    bad = [one for one in sentences if one.rules]
    grave = _fitted(*_matrix([one.features for one in bad]), [one.grave for one in bad])
    likeness = Likeness(fault, around, by_form, grave, Deferred(_naming(bad)), sources)
    return likeness, _agreement(matrix, unlawful, [one.message for one in sentences])


def _features(one: Sentence) -> list[str]:
    """The features of a sentence by which lawful and unlawful ones are told apart, each with the part it is of."""
    parts = {"fault": one.features, "around": one.around}
    if one.form is not Form.FORMAL:
        parts[one.form] = one.features | {_ALWAYS}
    return [f"{part}{_OF_PART}{feature}" for part, features in parts.items() for feature in features]


def _parted(whole: Regression) -> tuple[Regression, Regression, dict[Form, Regression]]:
    """What a regression says of a sentence, of what stands around it, and of the forms other than a demand."""
    parts: dict[str, dict[str, float]] = {}
    for name, weight in whole.weights.items():
        part, _, feature = name.partition(_OF_PART)
        parts.setdefault(part, {})[feature] = weight
    own, around = parts.pop("fault", {}), parts.pop("around", {})
    by_form = {Form(part): Regression(weights.pop(_ALWAYS, 0.0), weights) for part, weights in parts.items()}
    return Regression(whole.bias, own), Regression(0.0, around), by_form


def _fitted(
    names: Sequence[str],
    matrix: csr_matrix,
    truth: Sequence[bool],
    strength: float = _REGULAR,
    small: float = _SMALL,
    *,
    told: bool = False,
) -> Regression:
    """The regression that tells the rows that are true; one that says so of all where all are.

    If `told`, what tells much by itself may weigh more.
    """
    if all(truth):
        return Regression(_CERTAIN, {})
    scale = _telling(matrix, truth) if told else 1.0
    model = _regression(strength).fit(matrix.multiply(scale).tocsr(), truth)
    weights = {name: round(float(one), _DIGITS) for name, one in zip(names, (model.coef_ * scale)[0], strict=True)}
    return Regression(
        float(model.intercept_[0]), {name: value for name, value in weights.items() if abs(value) > small}
    )


def _agreement(matrix: csr_matrix, unlawful: Sequence[bool], messages: Sequence[int]) -> Agreement:
    import numpy as np
    from sklearn.model_selection import GroupKFold

    truth, judged = np.asarray(unlawful), list[tuple[float, bool]]()
    for known, unknown in GroupKFold(5).split(matrix, truth, messages):
        scale = _telling(matrix[known], truth[known])
        model = _regression(_REGULAR_FAULT).fit(matrix[known].multiply(scale).tocsr(), truth[known])
        chances = model.predict_proba(matrix[unknown].multiply(scale).tocsr())[:, 1]
        judged += zip(map(float, chances), map(bool, truth[unknown]), strict=True)
    return Agreement(
        len(judged),
        sum(unlawful),
        sum(wrong and chance >= ALIKE for chance, wrong in judged),
        sum(not wrong and chance >= ALIKE for chance, wrong in judged),
        sum(chance < UNLIKE for chance, wrong in judged),
        sum(wrong and chance < UNLIKE for chance, wrong in judged),
    )


def _sentences_of(linter: Linter, one: Labelled, number: int) -> Iterator[Sentence]:
    if one.draft.facts:
        return  # lawful or not by what the sender knows, not by the wording
    context, _, _ = linter.inspect(one.draft)
    message = context.hits.message
    around = message.grams
    for start, end in message.sentences:
        if start < end:
            inside = [want for want in one.expect if want.span.overlaps(message.to_source(start, end))]
            worded = [want for want in inside if want.rule in linter.rules and linter.rules[want.rule].judges_wording]
            if worded or not inside:  # else the labels leave its wording open
                features = frozenset(wording(message.text[start:end]))
                grave = any(want.severity is Severity.ERROR for want in worded)
                clauses = tuple(_clauses_of(message, (start, end), worded)) if worded else ()
                rules = frozenset([want.rule for want in worded])
                yield Sentence(number, one.form, features, around, rules, grave, clauses)


def _clauses_of(
    message: Message, sentence: Stretch, faults: Sequence[Expected]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    whole = wording(message.text[slice(*sentence)])
    for start, end in message.clauses_in(sentence):
        span = message.to_source(start, end)
        rules = frozenset(want.rule for want in faults if want.span.overlaps(span))
        yield clause_features(wording(message.text[start:end]), whole), rules


def _examples(linter: Linter) -> Iterator[Labelled]:
    """The examples of the rules as labelled messages: the good ones, and the bad ones as marked and as mended."""
    for rule in linter.rules.values():
        for example in rule.good:
            yield _example(example, example.text, ())
        for example in rule.bad:
            if example.marked and rule.judges_wording:
                expected = Expected(rule.id, Span(*example.marked), example.severity or rule.severity)
                yield _example(example, example.text, (expected,))
                yield from (_example(example, text, ()) for text in _mended(linter, rule, example))


def _example(example: Example, text: str, expected: tuple[Expected, ...]) -> Labelled:
    draft = Draft(text, facts=example.facts)
    return Labelled(draft, example.form or Form.FORMAL, expected, frozenset(), {}, None)


def _mended(linter: Linter, rule: Rule, example: Example) -> Iterator[str]:
    """The text of a bad example with each of the rewrites of its rule."""
    report = linter.lint(example.text, form=example.form, facts=example.facts)
    finding = next((one for one in report.findings if one.rule.id == rule.id), None)
    for fix in finding.fixes if finding else ():
        for edit in fix.edits[:1]:
            yield example.text[: edit.span.start] + edit.text + example.text[edit.span.end :]


def _naming(sentences: Iterable[Sentence]) -> Naming:
    """What tells the rules of unlawful sentences apart, clause by clause."""
    clauses = [one for sentence in sentences for one in sentence.clauses]
    names, matrix = _matrix([features for features, _ in clauses])
    biases: dict[str, float] = {}
    weights: dict[str, dict[str, float]] = {}
    for rule in sorted({rule for _, rules in clauses for rule in rules}):
        fitted = _fitted(names, matrix, [rule in rules for _, rules in clauses], _REGULAR_NAMING, _SMALL_NAMING)
        biases[rule] = fitted.bias
        for feature, weight in fitted.weights.items():
            weights.setdefault(feature, {})[rule] = weight
    return Naming(biases, Rows.made(weights))


def _telling(matrix: csr_matrix, truth: Sequence[bool] | NDArray[np.bool_]) -> NDArray[np.float64]:
    """How much each feature tells by itself: the size of its log-odds ratio, as in Wang and Manning (2012)."""
    import numpy as np

    right = np.asarray(truth)
    among_true, among_false = (np.asarray(matrix[one].sum(axis=0)).ravel() + 1 for one in (right, ~right))
    ratio = np.log(among_true / among_true.sum()) - np.log(among_false / among_false.sum())
    told: NDArray[np.float64] = np.abs(ratio) + _TELLS_A_LITTLE
    return told


def _matrix(rows: Sequence[Collection[str]]) -> tuple[list[str], csr_matrix]:
    """Which of the features seen often enough each row has, as zeros and ones."""
    try:
        from sklearn.feature_extraction.text import CountVectorizer
    except ModuleNotFoundError:
        raise ConfigError("learning needs scikit-learn: pip install 'smslint[learn]'") from None
    vectorizer = CountVectorizer(analyzer=sorted, binary=True, lowercase=False, min_df=_LEAST_SEEN)
    matrix = vectorizer.fit_transform(rows)
    return list(map(str, vectorizer.get_feature_names_out())), matrix


def _regression(strength: float) -> LogisticRegression:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=strength, max_iter=3000)
