"""What every part of a scenario shares, and how an effect depends on what is given."""

from __future__ import annotations

from typing import Any

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import core_schema

from limen.protocol.document.part import Id, Number, Part


class Supposition(Part):
    """A part of a scenario: frozen, knows its keys, and supposes everything it holds.

    Unlike a protocol's part it holds no unknowns: a scenario says what *might* be true.
    """

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Accept no `{unknown: ...}`."""
        return handler(source)


def supposed(
    default: Any, meaning: str, *, unit: str = "", plausible: str = "", **limits: Any
) -> Any:
    """Return a field with default, meaning, unit and the range in which values are plausible."""
    return Field(
        default=default,
        description=meaning,
        json_schema_extra={"unit": unit, "plausible": plausible},
        **limits,
    )


class DoseEffect(Supposition):
    """A size that depends on the intervention, compared with giving nothing active.

    The same for every active intervention, or one by one; what is not named is 0.
    """

    active: Number = supposed(0.0, "For every intervention of kind active that is not named")
    active_placebo: Number = supposed(0.0, "For every active placebo that is not named")
    interventions: dict[Id, Number] = supposed({}, "By intervention, e.g. `{lsd_5: 0, lsd_10: 2}`")

    def of(self, id: str, kind: str) -> float:
        """Return the size for one intervention."""
        named = self.interventions.get(id)
        if named is not None:
            return named
        return {"active": self.active, "active_placebo": self.active_placebo}.get(kind, 0.0)

    @property
    def is_nothing(self) -> bool:
        """Whether it is 0 whatever is given."""
        return not any((self.active, self.active_placebo, *self.interventions.values()))


NO_EFFECT = DoseEffect()
