"""The messages that are measured: those of the corpus, each new, and traffic, where templates come again and again."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from smslint.sources import ReadOptions, expand, read_path

SHORTEST, LONGEST, MOST = 70, 110, 1500
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
_GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂华建国志文辉玲红梅玉萍海燕春光林峰斌宇浩凯鑫波"
_NAME = re.compile("(?<=】)((?:尊敬的|亲爱的)?)[\u4e00-\u9fff]{1,3}(?=先生|女士)")
_TAIL = re.compile("(?<=尾号)[0-9]{4}(?![0-9])")
_SUM = re.compile(r"(?<![0-9,.])[0-9][0-9,]*(?:\.[0-9]{1,2})?(?=元)")


def messages(paths: Sequence[str]) -> list[str]:
    """The rendered texts of the right length, at most so many, evenly taken."""
    sources = [read_path(path, ReadOptions()) for path in expand(paths)]
    texts = [record.draft.text for source in sources for record in source.records]
    fitting = [
        text for text in dict.fromkeys(texts) if SHORTEST <= len(text) <= LONGEST and not set("{}$#") & set(text)
    ]
    if not fitting:
        raise SystemExit(f"no message of {SHORTEST}–{LONGEST} characters in {', '.join(paths)}")
    return fitting[:: max(1, len(fitting) // MOST)]


def traffic(texts: Sequence[str], templates: int, count: int, seed: int = 1) -> list[str]:
    """`count` messages of so many `templates`: texts that have a sum, with names, sums and account numbers anew."""
    chance = random.Random(seed)
    chosen = chance.sample([text for text in texts if _SUM.search(text)], templates)
    return [_rendered(chance.choice(chosen), chance) for _ in range(count)]


def _rendered(text: str, chance: random.Random) -> str:
    given = "".join(chance.choice(_GIVEN) for _ in range(chance.choice((0, 1, 2))))
    name, factor = chance.choice(_SURNAMES) + given, chance.uniform(0.3, 3)
    text = _NAME.sub(lambda found: found[1] + name, text)
    text = _TAIL.sub(lambda _: f"{chance.randrange(10_000):04d}", text)
    return _SUM.sub(lambda found: _scaled(found[0], factor), text)


def _scaled(text: str, factor: float) -> str:
    decimals = len(text.partition(".")[2])
    value = max(1.0, float(text.replace(",", "")) * factor)
    return f"{value:,.{decimals}f}" if "," in text else f"{value:.{decimals}f}"
