"""A ReproSchema activity: a folder of JSON-LD files, named by its folder or its schema file.

A remote ``@context`` is only a name. ``jsExpression`` and ``isVis`` are kept as text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from limen.instruments.texts.files.json_ld import bare, kind, language_map
from limen.instruments.texts.files.questionnaire import Question, Questionnaire, Role
from limen.instruments.texts.files.reproschema_choices import Choices
from limen.instruments.texts.files.source import Folder, parsed, read_document, refuse

_IGNORED = frozenset({"valueconstraints", "readme.md", "license"})


def is_activity(content: Any) -> bool:
    """Whether JSON is a ReproSchema activity."""
    return isinstance(content, Mapping) and kind(content) == "Activity"


def activity_in(folder: Path) -> Path:
    """Return the schema file of the one activity that lies in a folder."""
    found = []
    for file in sorted(each for each in folder.iterdir() if each.is_file()):
        if file.suffix in ("", ".json", ".jsonld") and _reads_as_activity(file):
            found.append(file)
    if len(found) != 1:
        what = f"{len(found)} activities" if found else "no ReproSchema activity"
        names = ", ".join(file.name for file in found)
        remedy = f"Name one of {names}." if found else "Name the folder of its schema file."
        refuse(folder, f"The folder has {what}.", remedy)
    return found[0]


def read_reproschema(schema: Path) -> Questionnaire:
    """Read an activity; `InstrumentError` if a reference leads nowhere, out, or round."""
    folder = Folder(schema.parent)
    activity = bare(_object(folder, schema))
    ui = activity.get("ui") if isinstance(activity.get("ui"), Mapping) else {}
    added = {_reference(each): bare(each) for each in _listed(bare(ui).get("addProperties"))}
    order = [_reference(each) for each in _listed(bare(ui).get("order"))]
    if not order:
        refuse(schema, "The activity has no `order` of items.", "Name another activity.")
    computed = {
        str(each.get("variableName", "")): str(each.get("jsExpression", ""))
        for each in map(bare, _listed(activity.get("compute")))
    }
    choices = Choices(folder)
    questions = tuple(
        _question(folder, schema, reference, added.get(reference, {}), computed, choices)
        for reference in _once([*order, *added], schema, len(order))
    )
    return Questionnaire(
        kind="ReproSchema activity",
        file=schema,
        sha256=folder.sha256,
        questions=questions,
        instructions=language_map(activity.get("preamble")),
        notes=tuple(_unlisted(folder)),
    )


def _reads_as_activity(file: Path) -> bool:
    document = read_document(file)
    return document.text.lstrip().startswith("{") and is_activity(parsed(document.text, file))


def _object(folder: Folder, file: Path) -> Mapping[str, Any]:
    content = folder.json(file)
    if not isinstance(content, Mapping):
        refuse(file, "The file must hold one JSON object.", "Look at its outermost brackets.")
    return content


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _reference(entry: Any) -> str:
    if isinstance(entry, Mapping):
        entry = bare(entry).get("isAbout") or bare(entry).get("id")
        return _reference(entry)
    return entry if isinstance(entry, str) else ""


def _once(references: list[str], schema: Path, ordered: int) -> Iterator[str]:
    """Yield each reference once; one that stands twice in the order is refused."""
    seen: set[str] = set()
    for number, reference in enumerate(references):
        if not reference:
            refuse(schema, "An entry of `order` or `addProperties` names no item.")
        if reference not in seen:
            yield reference
        elif number < ordered:
            refuse(schema, f"{reference!r} stands twice in `order`.", "Keep one of them.")
        seen.add(reference)


def _question(
    folder: Folder,
    schema: Path,
    reference: str,
    added: Mapping[str, Any],
    computed: Mapping[str, str],
    choices: Choices,
) -> Question:
    file = folder.path(reference, beside=schema)
    if file == schema:
        refuse(schema, f"The activity lists itself ({reference!r}).", "Take the entry out.")
    item = bare(_object(folder, file))
    if kind(item) in ("Activity", "Protocol"):
        refuse(schema, f"{reference!r} is an activity of its own.", "Import it by itself.")
    ui = bare(item.get("ui"))
    name = str(added.get("variableName") or Path(reference).name)
    shown = added.get("isVis", True)
    options = choices.of(item.get("responseOptions"), file)
    role: Role = "question"
    if ui.get("readonlyValue") is True or name in computed:
        role = "computed"
    elif shown is False:
        role = "hidden"
    return Question(
        name=name,
        text=language_map(item.get("question")),
        before=language_map(item.get("preamble")),
        choices=options.choices,
        low=options.low,
        high=options.high,
        role=role,
        multiple=options.multiple,
        required=added.get("valueRequired") is True,
        shown_if=shown if isinstance(shown, str) else "",
        formula=computed.get(name, ""),
        file=file,
        path=name,
    )


def _unlisted(folder: Folder) -> Iterator[str]:
    for name in folder.unread():
        if name.rpartition("/")[2].lower() not in _IGNORED:
            yield f"{name} belongs to no entry of the activity, and is left out."
