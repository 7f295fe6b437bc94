"""From a substance's YAML to a `Substance`: all problems at once, each with file, line and path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from limen.errors import DocumentError, Problem
from limen.pharmacology.substance.document import Substance

_LARGEST_BYTES = 1_000_000
_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str", "int", "float", "bool", "null")
}
_SAYS = {
    "missing": ("This key is missing.", "Write it."),
    "extra_forbidden": ("There is no such key here.", "Check its spelling, or leave it out."),
    "float_type": ("This must be a number.", "Write digits without quotes."),
    "string_type": ("This must be a text.", "Write it in quotes."),
}

Steps = tuple[int | str, ...]


def shipped_substances() -> tuple[str, ...]:
    """The ids of the substances that come with Limen."""
    folder = files("limen.pharmacology").joinpath("substances")
    names = (file.name for file in folder.iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in names if name.endswith(".yaml")))


@cache
def substance(id: str) -> Substance:
    """A substance that comes with Limen; DocumentError, with the known ones, if none does."""
    known = shipped_substances()
    if id not in known:
        near = get_close_matches(id.lower(), known, n=1, cutoff=0.5)
        remedy = f"Did you mean {near[0]!r}?" if near else f"Known: {', '.join(known)}."
        raise DocumentError(
            f"Limen knows no substance {id!r}.",
            [Problem(message="There is no such data file.", remedy=remedy)],
        )
    return load_substance(Path(str(files("limen.pharmacology") / "substances" / f"{id}.yaml")))


def load_substance(path: str | Path) -> Substance:
    """The substance in a YAML file; raises DocumentError with everything that is wrong in it."""
    file = Path(path)
    tree = _tree(file)
    if not isinstance(tree, MappingNode):
        raise _refused(file, [Problem(message="This is not a mapping.", file=file, line=1)])
    repeated = _repeated(tree, (), file)
    if repeated:
        raise _refused(file, repeated)
    data = YAML(typ="safe", pure=True).load(_text(file))
    try:
        return Substance.model_validate(data)
    except ValidationError as error:
        problems = [_problem(found, tree, file) for found in error.errors()]
        raise _refused(file, sorted(problems, key=lambda p: p.line or 0)) from None


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST_BYTES:
            what = f"The file has more than {_LARGEST_BYTES:,} bytes."
            raise _refused(file, [Problem(message=what, file=file)])
        return file.read_text(encoding="utf-8")
    except OSError as error:
        what = f"The file cannot be read: {error.strerror}."
        remedy = f"Name a YAML file, or one of {', '.join(shipped_substances())}."
        raise _refused(file, [Problem(message=what, remedy=remedy, file=file)]) from None
    except UnicodeDecodeError:
        what = "The file is not UTF-8."
        raise _refused(file, [Problem(message=what, remedy="Save it so.", file=file)]) from None


def _tree(file: Path) -> Node | None:
    try:
        root: Node | None = YAML(typ="safe", pure=True).compose(_text(file))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = Problem(
            message=f"This is not YAML: {error.problem or error.context}.",
            remedy="Look at indentation, colons and quotes here and one line above.",
            file=file,
            line=mark.line + 1 if mark else None,
        )
        raise _refused(file, [problem]) from None
    except (YAMLError, RecursionError) as error:
        raise _refused(
            file, [Problem(message=f"This is not YAML: {type(error).__name__}.", file=file)]
        ) from None
    return root


def _repeated(node: Node, path: Steps, file: Path) -> list[Problem]:
    """Keys that stand twice in one mapping, anchors and tags: none is allowed."""
    found: list[Problem] = []
    if node.anchor is not None or str(node.tag) not in _TAGS:
        found.append(_at(node, path, file, "Anchors, aliases and tags are not allowed here."))
        return found
    if isinstance(node, MappingNode):
        names: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in names:
                found.append(_at(key, (*path, name), file, "This key is here a second time."))
            names.add(name)
            found += _repeated(value, (*path, name), file)
    elif isinstance(node, SequenceNode):
        for number, entry in enumerate(node.value):
            found += _repeated(entry, (*path, number), file)
    return found


def _at(node: Node, path: Steps, file: Path, message: str) -> Problem:
    return Problem(
        message=message,
        remedy="Write the content out once.",
        file=file,
        line=node.start_mark.line + 1,
        column=node.start_mark.column + 1,
        path=_written(path),
    )


def _problem(error: ErrorDetails, tree: Node, file: Path) -> Problem:
    path: Steps = error["loc"]
    node = _nearest(tree, path)
    message, remedy = _SAYS.get(error["type"], (_sentence(error), ""))
    return Problem(
        message=message,
        remedy=remedy,
        file=file,
        line=node.start_mark.line + 1,
        column=node.start_mark.column + 1,
        path=_written(path),
    )


def _sentence(error: Mapping[str, Any] | ErrorDetails) -> str:
    text = str(error["msg"]).removeprefix("Value error, ").rstrip(".")
    return f"{text[0].upper()}{text[1:]}."


def _nearest(node: Node, path: Steps) -> Node:
    """The node at a path, or the last one on the way to it."""
    for step in path:
        inside: Node | None = None
        if isinstance(node, MappingNode):
            named = (v for k, v in node.value if isinstance(k, ScalarNode) and k.value == step)
            inside = next(named, None)
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            inside = node.value[step]
        if inside is None:
            return node
        node = inside
    return node


def _written(path: Steps) -> str:
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(parts).removeprefix(".")


def _refused(file: Path, problems: Sequence[Problem]) -> DocumentError:
    n = len(problems)
    return DocumentError(f"{file} has {n} problem{'' if n == 1 else 's'}.", problems)
