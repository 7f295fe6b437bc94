"""What an amendment changes, in words, and whether participants consent again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic.fields import FieldInfo

from limen.protocol.canonical import encode
from limen.protocol.document.opening import Path, written
from limen.protocol.document.part import Part, Unknown
from limen.protocol.document.protocol import Protocol

Reconsent = Literal["never", "ask", "always"]
_ORDER: tuple[Reconsent, ...] = ("never", "ask", "always")
RECONSENT: dict[Reconsent, str] = {
    "never": "nobody needs to consent again",
    "ask": "the ethics committee is asked whether participants consent again",
    "always": "participants consent again before their next dose",
}


@dataclass(frozen=True)
class Change:
    """One thing that an amendment changes; `path` is its place, by ids where there are some."""

    path: str
    text: str
    reconsent: Reconsent


@dataclass(frozen=True)
class Amendment:
    """All that differs between two versions of a protocol."""

    old_hash: str
    new_hash: str
    changes: tuple[Change, ...]

    @property
    def reconsent(self) -> Reconsent:
        """The strictest rule of all changes."""
        return max((change.reconsent for change in self.changes), key=_ORDER.index, default="never")


def diff(old: Protocol, new: Protocol) -> Amendment:
    """Return what changes from one version of a protocol to the next."""
    changes = tuple(_parts(old, new, (), "never"))
    return Amendment(old_hash=old.hash, new_hash=new.hash, changes=changes)


def reconsent_rule(field: FieldInfo) -> Reconsent | None:
    """Return the rule that a field states, or None if it follows the part around it."""
    extra = field.json_schema_extra
    rule = extra.get("reconsent") if isinstance(extra, dict) else None
    return next((known for known in _ORDER if known == rule), None)


def _parts(old: Part, new: Part, path: Path, rule: Reconsent) -> Iterator[Change]:
    for name, field in type(old).model_fields.items():
        here = (*path, field.alias or name)
        own = reconsent_rule(field) or rule
        yield from _values(getattr(old, name), getattr(new, name), here, own)


def _values(old: Any, new: Any, path: Path, rule: Reconsent) -> Iterator[Change]:
    if encode(old) == encode(new):
        return
    if isinstance(old, Part) and type(old) is type(new):
        yield from _parts(old, new, path, rule)
    elif isinstance(old, tuple) and isinstance(new, tuple):
        yield from _lists(old, new, path, rule)
    elif isinstance(old, dict) and isinstance(new, dict):
        yield from _keyed(old, new, path, rule)
    else:
        yield _change(path, _from_to(old, new), rule)


def _lists(
    old: tuple[Any, ...], new: tuple[Any, ...], path: Path, rule: Reconsent
) -> Iterator[Change]:
    if all(isinstance(getattr(element, "id", None), str) for element in (*old, *new)):
        before = {element.id: element for element in old}
        after = {element.id: element for element in new}
        yield from _keyed(before, after, path, rule)
        kept = [id for id in before if id in after]
        if kept != [id for id in after if id in before]:
            yield _change(path, f"the order becomes {', '.join(after)}", rule)
        return
    if len(old) == len(new) and all(isinstance(element, Part) for element in (*old, *new)):
        for number, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _values(one, other, (*path, number), rule)
        return
    gone = [_shown(element) for element in old if encode(element) not in map(encode, new)]
    come = [_shown(element) for element in new if encode(element) not in map(encode, old)]
    said = [f"{', '.join(come)} added"] if come else []
    said += [f"{', '.join(gone)} taken out"] if gone else []
    yield _change(path, "; ".join(said) or _from_to(old, new), rule)


def _keyed(
    old: dict[str, Any], new: dict[str, Any], path: Path, rule: Reconsent
) -> Iterator[Change]:
    for key, value in old.items():
        if key not in new:
            yield _change((*path, key), f"taken out (it was {_shown(value)})", rule)
        else:
            yield from _values(value, new[key], (*path, key), rule)
    for key, value in new.items():
        if key not in old:
            yield _change((*path, key), f"added: {_shown(value)}", rule)


def _from_to(old: Any, new: Any) -> str:
    if old is None or old == ():
        return f"added: {_shown(new)}"
    if new is None or new == ():
        return f"taken out (it was {_shown(old)})"
    return f"changes from {_shown(old)} to {_shown(new)}"


def _change(path: Path, text: str, rule: Reconsent) -> Change:
    return Change(path=written(path), text=text, reconsent=rule)


def _shown(value: Any) -> str:
    """Return a value in a few words."""
    if isinstance(value, Part):
        title = getattr(value, "title", None) or getattr(value, "id", None)
        kind = getattr(value, "kind", None)
        words = [str(word) for word in (kind, f"'{title}'" if title else None) if word]
        return " ".join(words) or encode(value)
    if isinstance(value, Unknown):
        return str(value)
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_shown, value)) + "]"
    return encode(value)
