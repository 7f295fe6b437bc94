"""Finding a field by its path, and putting a value there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from limen.errors import DocumentError
from limen.protocol.canonical import canonical
from limen.protocol.document.lookup import suggestion
from limen.protocol.document.opening import Path, steps, written
from limen.protocol.document.part import Part, Unknown


def put(
    document: Part,
    data: dict[str, Any],
    path: str,
    value: Any,
    *,
    root: Path = (),
    hint: Callable[[], str] = str,
) -> None:
    """Put a value at a path into the canonical data of a document, in place.

    Elements of lists are named by id, or counted from 0. Raises `DocumentError` for a path that
    leads nowhere: `root` stands before it there, and `hint` says where else to look.
    """
    here: Any = document
    node: Any = data
    found = steps(path)
    if not found:
        raise DocumentError(f"'{path}' names no field.")
    for number, step in enumerate(found):
        key, inner = _step(here, step, (*root, *found[:number]), hint)
        if number == len(found) - 1:
            _refuse_whole_part(inner, value, (*root, *found))
            node[key] = value
            return
        if not isinstance(here, tuple) and key not in node:  # still at its default
            node[key] = canonical(inner)
        node, here = node[key], inner


def fields(part: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value of a document, elements of lists by id where they have one."""
    if isinstance(part, Part):
        for name, field in type(part).model_fields.items():
            yield from fields(getattr(part, name), (*path, field.alias or name))
    elif isinstance(part, tuple) and part and all(_name(one) for one in part):
        for one in part:
            yield from fields(one, (*path, f"[{_name(one)}]"))
    else:
        yield path


def spelled(path: Path) -> str:
    """A path as people write it, elements of lists in brackets."""
    return written(path).replace(".[", "[")


def _step(here: Any, step: str | int, before: Path, hint: Callable[[], str]) -> tuple[Any, Any]:
    """The key in the data, and what is there."""
    if isinstance(here, Part):
        return _field(here, step, before, hint)
    if isinstance(here, tuple):
        return _element(here, step, before, hint)
    if isinstance(here, dict):
        return str(step), here.get(str(step))
    place = written(before)
    if isinstance(here, Unknown):
        raise DocumentError(f"'{place}' is {here}, so nothing inside it can be varied.")
    if here is None:
        raise DocumentError(
            f"'{place}' is left out in the document, so '{step}' inside it cannot be varied. "
            f"Write `{before[-1]}` into the document first."
        )
    raise DocumentError(f"'{place}' is a value; there is no '{step}' inside it.")


def _field(here: Part, step: str | int, before: Path, hint: Callable[[], str]) -> tuple[str, Any]:
    names = {field.alias or name: name for name, field in type(here).model_fields.items()}
    for key, name in names.items():
        if step in (key, name):
            return key, getattr(here, name)
    place = f"'{written(before)}'" if before else "The protocol"
    near, found = suggestion(str(step), names), hint()
    if found.startswith("Did"):  # the whole path stands elsewhere, which says more than a word does
        near = found
    elif not near.startswith("Did"):
        near = f"{found} {near}".strip()
    raise DocumentError(f"{place} has no field '{step}'. {near}")


def _element(
    here: tuple[Any, ...], step: str | int, before: Path, hint: Callable[[], str]
) -> tuple[int, Any]:
    names = [_name(one) for one in here]
    number = int(step) if str(step).isdigit() else None
    if number is None and step in names:
        number = names.index(str(step))
    if number is not None and number < len(here):
        return number, here[number]
    known = [name for name in names if name] or [str(k) for k in range(len(here))]
    what = suggestion(str(step), known) if known else f"The list is empty. {hint()}"
    raise DocumentError(f"'{written(before)}' has no element '{step}'. {what}".rstrip())


def _name(element: Any) -> str:
    """The name of an element of a list: its id, or the term of a side effect."""
    name = getattr(element, "id", None) or getattr(element, "term", None)
    return name if isinstance(name, str) else ""


def _refuse_whole_part(inner: Any, value: Any, path: Path) -> None:
    if isinstance(inner, Part) and not isinstance(value, dict):
        names = [field.alias or name for name, field in type(inner).model_fields.items()]
        raise DocumentError(
            f"'{written(path)}' is not one value: it holds {', '.join(names)}. "
            f"Vary one of them, such as {written(path)}.{names[0]}."
        )
