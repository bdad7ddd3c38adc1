"""XML as text: elements whose attributes and content survive any characters of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ATTRIBUTE = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def element(name: str, values: Mapping[str, object], content: Sequence[str]) -> Iterator[str]:
    """An element on a line of its own; where it holds other elements, they stand on the lines between its tags."""
    written = "".join(f" {key}={_quoted(str(value))}" for key, value in values.items())
    if not content:
        yield f"<{name}{written}/>\n"
    elif not content[0].startswith("<"):
        yield f"<{name}{written}>{''.join(content)}</{name}>\n"
    else:
        yield f"<{name}{written}>\n"
        yield from (f"  {line}" for line in content)
        yield f"</{name}>\n"


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text), _ATTRIBUTE)


def text_of(text: str) -> str:
    """`text` as the content of an element."""
    return escape(_NOT_XML.sub("\ufffd", text), {"\r": "&#13;"})
