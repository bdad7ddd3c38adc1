"""Messages that differ only in what a sender fills in are judged once: the others take over the verdict."""

from smslint.recall.memory import Memory, Studied
from smslint.recall.outline import Outline
from smslint.recall.proof import Evidence, Watched
from smslint.recall.view import views_of
from smslint.recall.wild import Grounds

__all__ = ["Evidence", "Grounds", "Memory", "Outline", "Studied", "Watched", "views_of"]
