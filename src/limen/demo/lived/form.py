"""A page's forms, read as somebody without a script would: fields, choices, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_KEPT = ("hidden",)  # what a browser sends back as it came
_UNSENT = ("submit", "button", "reset", "image", "file")


@dataclass
class Field:
    """One named field; `choices` are the values of a group, of a select, or of what is hidden."""

    name: str
    kind: str  # text, number, radio, checkbox, select, textarea, hidden, datetime-local, ...
    value: str = ""
    choices: list[str] = field(default_factory=list)
    low: float | None = None
    high: float | None = None
    step: str = ""
    required: bool = False
    is_numeric: bool = False  # typed as text, on a telephone's keyboard of digits


@dataclass
class Form:
    """One form: where it goes, and what it asks."""

    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: dict[str, list[str]] = field(default_factory=dict)  # name -> values

    @property
    def asked(self) -> list[Field]:
        """The fields that somebody fills in."""
        return [one for one in self.fields.values() if one.kind not in _KEPT]

    def takes(self, name: str, value: str) -> bool:
        """Whether this value can be sent under this name."""
        if name in self.buttons:
            return value in self.buttons[name]
        one = self.fields.get(name)
        if one is None:
            return False
        if one.kind in _KEPT:
            return value in one.choices
        return not one.choices or value in one.choices

    def filled(self, values: Mapping[str, str]) -> dict[str, str]:
        """Return what is sent: what the page holds, and `values` in their fields.

        `KeyError` for a field that the form does not have: nobody can fill that in.
        """
        for name in values:
            if name not in self.fields and name not in self.buttons:
                raise KeyError(f"The form to {self.action} has no field {name!r}.")
        kept = {one.name: one.value for one in self.fields.values() if _sent(one)}
        return {**kept, **values}


def _sent(one: Field) -> bool:
    return one.kind not in ("radio", "checkbox") or bool(one.value)


def forms(page: str) -> list[Form]:
    """Return the forms of an HTML page, in order."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms


class _Reader(HTMLParser):
    """Collects forms; knows `<form>` and its fields, and fields that name a form by `form=`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(action=has.get("action", ""), method=has.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is None or "disabled" in has:
            return
        elif tag == "input":
            self._input(self._form, has)
        elif tag == "button" and has.get("type", "submit") == "submit" and has.get("name"):
            self._form.buttons.setdefault(has["name"], []).append(has.get("value", ""))
        elif tag == "select" and has.get("name"):
            self._select = Field(has["name"], "select", required="required" in has)
            self._form.fields[has["name"]] = self._select
        elif tag == "option" and self._select is not None:
            value = has.get("value", "")
            self._select.choices.append(value)
            if "selected" in has:
                self._select.value = value
        elif tag == "textarea" and has.get("name"):
            self._area = Field(has["name"], "textarea", required="required" in has)
            self._form.fields[has["name"]] = self._area

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def _input(self, form: Form, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "text")
        if not name or kind in _UNSENT:
            if name and kind == "submit":
                form.buttons.setdefault(name, []).append(has.get("value", ""))
            return
        one = form.fields.setdefault(name, Field(name, kind, required="required" in has))
        if kind in ("radio", "checkbox"):
            one.choices.append(has.get("value", "on"))
            if "checked" in has:
                one.value = has.get("value", "on")
            return
        if kind in _KEPT:  # one name may be hidden in a form several times
            one.choices.append(has.get("value", ""))
        one.is_numeric = has.get("inputmode") in ("numeric", "decimal")
        one.value, one.step = has.get("value", ""), has.get("step", "")
        one.low, one.high = _number(has.get("min")), _number(has.get("max"))


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
