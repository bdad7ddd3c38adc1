"""The named parts of a record: which column or key holds what, and their values checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from smslint.errors import InputError, did_you_mean
from smslint.facts import FACT_NAMES, flatten_facts
from smslint.model import Form

TEXT_NAMES = ("text", "content", "短信内容", "模板内容", "内容", "message", "短信", "短信文本", "短信正文", "正文",
              "文本", "文案", "话术", "body", "sms")  # fmt: skip
ID_NAMES = ("id", "编号", "模板编号", "模板id", "template_id", "tpl_id", "code", "序号")
# In a nested file a mapping names itself; the `name` of a row is a person's and no name for the row.
TREE_ID_NAMES = (*ID_NAMES, "tpl", "tpl_code", "template_code", "templatecode", "template", "key", "name",
                 "模板名称", "名称")  # fmt: skip
FORM_NAMES = ("form", "短信类型", "形式")
FACTS_NAME = "facts"
_GROUPS = frozenset(name.split(".")[0] for name in FACT_NAMES if "." in name)
FORM_WORDS = {
    "提醒": Form.REMINDER, "提醒短信": Form.REMINDER, "还款提醒": Form.REMINDER,
    "温馨提示": Form.SOFT, "温和提醒": Form.SOFT,
    "催款": Form.FORMAL, "催款通知": Form.FORMAL, "正式催收": Form.FORMAL,
    "无": Form.NONE,
}  # fmt: skip


def parse_form(value: object) -> Form | None:
    """The form that a record or an option names; None for `auto` or nothing."""
    if value in (None, "", "auto"):
        return None
    word = str(value).strip()
    if word in FORM_WORDS:
        return FORM_WORDS[word]
    try:
        return Form(word.lower())
    except ValueError:
        known = (*Form, "auto")
        raise InputError(f"unknown form '{word}'{did_you_mean(word, known)}; one of {', '.join(known)}") from None


def find_name(names: Iterable[str], wanted: Iterable[str]) -> str | None:
    """Which of `names` is one of `wanted`, the earlier in `wanted` the better; case and outer spaces do not matter."""
    by_fold = {name.strip().lower(): name for name in reversed(list(names))}
    return next((by_fold[name] for name in wanted if name in by_fold), None)


def id_name(name: str | None) -> str | None:
    """How a report is to call the id found under `name`: None where it is plainly `id`."""
    return None if name is None or name.strip().lower() == "id" else name.strip()


def find_text_name(names: Iterable[str], column: str | None) -> str | None:
    """The column or key with the text: the one asked for, or one with a usual name."""
    return find_name(names, [column.strip().lower()] if column else TEXT_NAMES)


def missing_text(names: Iterable[str], column: str | None, what: str) -> str:
    """What to say where no column (or key) holds the text."""
    listed = [name for name in names if name.strip()]
    have = f"; there is {', '.join(listed)}" if listed else ""
    if column:
        return f"no {what} '{column}'{did_you_mean(column, listed)}{have}"
    return f"no {what} with the text (such as text, content, 短信内容){have}; name one with --column"


def fact_name(column: str) -> str | None:
    """The fact that a column states: `facts.NAME`, a dotted name, or the plain name of a fact."""
    name = column.strip()
    if name.startswith(f"{FACTS_NAME}."):
        return name.removeprefix(f"{FACTS_NAME}.")
    return name if name in FACT_NAMES or name.split(".")[0] in _GROUPS else None


def parse_facts(value: object) -> dict[str, object]:
    """The facts of a record, flat and typed; anything but a mapping is an InputError."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InputError(f"'facts' must be an object, not {type(value).__name__}")
    return flatten_facts(value)
