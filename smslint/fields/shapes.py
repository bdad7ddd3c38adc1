"""The shapes that a run of digits, Chinese numerals or placeholders can take: dates, phones, sums, counts of days."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smslint.fields.numerals import NUMERAL_CHARS as _C

_V = "\ue000-\ue005"
_DAY = "(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_DAYS = f"(?:[0-9]{{1,5}}|[{_C}]{{1,4}}|[{_V}])"
_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,12})(?:\.[0-9]{1,4})?"
_SUM = rf"{_ARABIC}(?: ?[百千万亿]{{1,2}}(?:[0-9]{{1,4}}[百千万]?){{0,2}})?|[{_C}]{{1,24}}|[{_V}]万?"
_SMALL = "(?:[0-9]{1,2}|[一二三四五六七八九壹贰叁肆伍陆柒捌玖])"
# 元素, 元宵 … and 块地, 块砖 … are other words; a sum in 万 alone must be followed by nothing it could count.
_UNIT = (
    " ?(?:(?:港|台币)?[元圆](?![素宵旦月件器老首气复])|块钱|块(?![地砖儿头])|蚊|港币|人民币|新台币|台币|rmb|cny|hkd"
    f"|(?P<myriad>(?<=[0-9{_C}])万(?![0-9{_C}人名户次条台家个份字步里年件元多余头积])))"
)
_X = f"[0-9x*{_V}]"
_NO_SUM = r"(?!\.?[0-9]|,[0-9]{3}| ?[元圆块万千%天])"
_EXTENSION = f"(?: ?(?:转|分机) ?(?:[0-9]{{1,5}}|[{_V}])|-[0-9]{{1,5}}(?![0-9-]))?"
_PHONES = (
    f"[48]00(?:[- ]?{_X}){{7}}",
    f"[48]00[- ]?(?:[0-9]{{3,4}}[- ]?[{_V}]|[{_V}](?:[- ]?[{_V}])?)",
    "4[0-9]{3}-[0-9]{3}-[0-9]{3}",
    f"95(?:[0-9]{{6}}|[0-9]{{3}}|[0-9x*]{{3}}|[{_V}])",
    "96[0-9x*]{3,4}",
    "1010[- ]?[0-9]{4}",
    "0800[- ]?[0-9]{3}[- ]?[0-9]{3}",
    rf"0[0-9]{{2,3}}\)?[- ]?(?:{_X}{{3,4}}[- ]?(?:{_X}{{4}}|[{_V}])|[{_V}])",
    r"0[2-8](?:\)[- ]?|-)[0-9]{3,4}[- ]?[0-9]{4}",
)
_SHAPES = {
    "date": rf"(?:(?P<year>[0-9]{{2,4}}|[〇零一二三四五六七八九]{{4}}) ?年 ?)?(?P<month>{_DAY}) ?月份? ?"
    rf"(?P<day>{_DAY})(?: ?[日号](?![线内])|(?![0-9{_C}个期%.万元笔折天])(?=[前之(,。]|$))",
    "iso": r"(?P<iyear>20[0-9]{2})(?P<sep>[-/.])(?P<imonth>[0-9]{1,2})(?P=sep)(?P<iday>[0-9]{1,2})(?![0-9])",
    "compact": "20[0-9]{2}[01][0-9][0-3][0-9](?![0-9])",
    "varied": rf"(?:(?:[{_V}]|[0-9]{{2,4}})年)?(?:[{_V}]月(?:[{_V}]|[0-9]{{1,2}})|[0-9]{{1,2}}月[{_V}])[日号]",
    "within": rf"(?:[0-9]{{1,3}}|[一二两三四五六七八九十]{{1,3}}|[{_V}]) ?个?(?:工作|自然)?[日天](?:之|以)?内|\ue001内",
    "phone": f"(?:{'|'.join(_PHONES)})(?![0-9]){_EXTENSION}{_NO_SUM}",
    "money": rf"(?P<sum>{_SUM}){_UNIT}(?:(?P<dime>{_SMALL})角)?(?:(?P<cent>{_SMALL})分)?[整正]?",
    "monthend": "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月(?:底|末|初)",
    "slash": r"(?P<smonth>[0-9]{1,2})[-/.](?P<sday>[0-9]{1,2})(?![0-9/.:-]| ?[期元%折])",
    "monthday": rf"{_DAY}[日号](?!线)|[{_V}][日号]",
    "days": f"{_DAYS} ?天",
    "var": f"[{_V}]",
    "local": "(?:[2-8][0-9]{3}[- ]?[0-9]{4}|[2-8][0-9]{6}|1[0-9]{4})(?![0-9元万.%]|,[0-9]{3})",
    "plain": _ARABIC,
}

# A placeholder is a run of its own, so that of two side by side each is read.
RUN = re.compile(f"[0-9{_V}{_C}](?:(?<=[{_V}])|[0-9{_C}]*+)")


def _any_of(names: str) -> str:
    return "|".join(f"(?P<{name}>{_SHAPES[name]})" for name in names.split())


_CALENDAR = _any_of("date varied monthend plain")
_COUNT = _any_of("within monthday days plain")
PRICED = _any_of("money plain")
# By the character behind a run: the few shapes that the run can have. Elsewhere a numeral in Han characters is none.
BY_NEXT: Mapping[str, str] = {
    **dict.fromkeys("年月", _CALENDAR),
    **dict.fromkeys("日号天个工自", _COUNT),
    **dict.fromkeys("元圆块万千百亿港台人新蚊", PRICED),
    ",": _any_of("money phone local compact plain"),
    ".": _any_of("iso money phone slash local plain"),
    "/": _any_of("iso slash phone plain"),
    "-": _any_of("iso phone slash local plain"),
    " ": _any_of(" ".join(_SHAPES)),
    **dict.fromkeys("x*)\ue000\ue001\ue002\ue003\ue004\ue005", _any_of("phone plain")),
}
# Elsewhere a short number is plain, a long one may be a telephone number.
SHORT, LONG = _any_of("plain"), _any_of("phone compact money local plain")
SHORTEST_PHONE = 5
PLACEHOLDER = _any_of("varied within monthday days money var")
