"""What the control outcomes say about the guess adjustments: shown wherever those are shown."""

from __future__ import annotations

from dataclasses import dataclass

from limen.figures.numbers import decimals_for, interval, number, percent, with_interval
from limen.report.comparisons import (
    Comparison,
    answer,
    effects,
    excludes_null,
    labelled,
)
from limen.report.words.told import listing, numeral
from limen.results import Column, Estimate, Result, Results, Table

NO_CONTROLS = (
    "The plan names no control outcome. Without one there is no way to see in these data whether "
    "a guess adjustment removes belief or removes the drug."
)
BESIDE = "beside_controls"  # tables with this beginning hold every outcome beside the controls
_HELD = 0.75  # an adjustment that leaves less of a known response is told
_HALF = ("0.5", "one half")
_OBSERVED = ("c_obs): unadjusted", "unadjusted difference")
_STANDARD = ("standardis", "std")


@dataclass(frozen=True)
class _Adjustment:
    """An adjusted estimate, and the unadjusted one of the same people and occasions."""

    estimate: Estimate
    adjusts: Estimate

    @property
    def left(self) -> float:
        """The share of the response that the adjustment leaves."""
        whole = self.adjusts.value - self.adjusts.null
        return (self.estimate.value - self.estimate.null) / whole

    def of(self, raw: Estimate) -> str:
        """What it started from, where that is not the control's own analysis."""
        return "" if self.adjusts is raw else f" (from {_value(self.adjusts)})"


def verdicts(results: Results) -> list[str]:
    """A sentence per control that has an answer; negative ones that stayed where they should share
    one."""
    found = [c for c in controls(results) if answer(c.result)]
    negative = [c for c in found if c.control == "negative"]
    still = [c for c in negative if not _moved(c)]
    if len(still) < 2:
        return [_verdict(c, len(negative)) for c in found]
    told = [_verdict(c, len(negative)) for c in found if c not in still]
    return [*told, _still(still, len(negative))]


def _moved(control: Comparison) -> bool:
    """Whether a negative control responds, as analysed or by any adjustment."""
    return any(map(excludes_null, _every_way(control).values()))


def _every_way(control: Comparison) -> dict[str, Estimate]:
    known = {f"with {way}": a.estimate for way, a in _known(control).items()}
    found = {"unadjusted": answer(control.result), **known}
    return {way: estimate for way, estimate in found.items() if estimate}


def _still(still: list[Comparison], negative: int) -> str:
    """One sentence for all negative controls that stayed where they should."""
    names = listing([c.title for c in still])
    ways = listing(list(dict.fromkeys(way for c in still for way in _every_way(c))))
    which = "the" if len(still) == negative else "the other"
    return (
        f"Negative controls: no interval of {which} {numeral(len(still))} excludes no effect "
        f"({names}; {ways}); that is not proof of none."
    )


def controls(results: Results) -> tuple[Comparison, ...]:
    """The comparisons of control outcomes, positive ones first."""
    found = [c for c in effects(results) if c.control and c.result.role != "sensitivity"]
    return tuple(sorted(found, key=lambda c: c.control != "positive"))


def controls_table(results: Results) -> Table | None:
    """Each control as analysed, with the guess, at a guess rate of one half, and standardised."""
    found = controls(results)
    if not found:
        return None
    columns = (
        ("outcome", "Control outcome"),
        ("unadjusted", "Unadjusted"),
        ("adjusted", "With the guess in the model"),
        ("half", "Curve at a correct-guess rate of 0.5"),
        ("standardised", "Standardised over guesses"),
    )
    return Table(
        key="controls",
        caption="The same adjustments on outcomes whose answer is known beforehand: estimate "
        "(interval), in the outcome's own unit.",
        columns=tuple(Column(key=key, title=title, kind="text") for key, title in columns),
        rows=tuple(_row(control) for control in found),
    )


def curve_estimates(curves: tuple[Result, ...], *, half: bool) -> dict[str, Estimate]:
    """Δ(0.5) or the standardised contrast of every curve, by the words of its plan item."""
    parts = _HALF if half else _STANDARD
    found = {c.analysis.replace("_", " "): e for c in curves if (e := labelled(c, *parts))}
    return found if len(found) != 1 else {"": next(iter(found.values()))}


def at_half(curve: Result) -> Estimate | None:
    """The contrast of a curve at a correct-guess rate of one half."""
    return labelled(curve, *_HALF)


def _row(control: Comparison) -> tuple[str, ...]:
    unit = f" ({control.result.unit})" if control.result.unit else ""
    expected = "should respond" if control.control == "positive" else "should not respond"
    return (
        f"{control.title}{unit}: {control.control}, {expected}",
        _written(answer(control.result)),
        _written(answer(control.adjusted)),
        _along(curve_estimates(control.curves, half=True)),
        _along(curve_estimates(control.curves, half=False)),
    )


def _along(found: dict[str, Estimate]) -> str:
    told = [f"{name}: {_written(e)}" if name else _written(e) for name, e in found.items()]
    return "; ".join(told) or "not estimated"


def _written(estimate: Estimate | None) -> str:
    if estimate is None:
        return "not estimated"
    return with_interval(estimate.value, estimate.lower, estimate.upper)


def _value(estimate: Estimate) -> str:
    return number(estimate.value, decimals_for(estimate.lower, estimate.upper))


def _verdict(control: Comparison, negative: int) -> str:
    raw = answer(control.result)
    if raw is None:
        return ""
    known = _known(control)
    unit = f" {control.result.unit}" if control.result.unit else ""
    figures = "".join(f"; with {way} {_value(a.estimate)}{a.of(raw)}" for way, a in known.items())
    told = f"{control.title} ({control.control} control): {_value(raw)}{unit} unadjusted{figures}. "
    if control.control == "positive":
        return told + _positive(raw, known)
    return told + _negative(raw, known, negative)


def _known(control: Comparison) -> dict[str, _Adjustment]:
    """The adjustments that were tried on a control, by name.

    The guess in the model adjusts the control's own analysis; a curve adjusts the plain
    difference at its own occasions, which may be others.
    """
    raw, adjusted = answer(control.result), answer(control.adjusted)
    known = {"the guess in the model": _Adjustment(adjusted, raw)} if adjusted and raw else {}
    curves = {c.analysis.replace("_", " "): c for c in control.curves}
    halves = {name: half for name, c in curves.items() if (half := at_half(c))}
    for name, half in halves.items():
        own = labelled(curves[name], *_OBSERVED) or raw
        way = "the curve at one half" + (f" ({name})" if len(halves) > 1 else "")
        if own:
            known[way] = _Adjustment(half, own)
    return known


def _positive(raw: Estimate, known: dict[str, _Adjustment]) -> str:
    if not excludes_null(raw):
        return "The positive control did not respond, so these data could have missed real effects."
    if not known:
        return "It responded, as it should."
    judged = {way: a for way, a in known.items() if excludes_null(a.adjusts)}
    gone = [way for way, a in judged.items() if a.left <= 0]
    faint = [w for w, a in judged.items() if w not in gone and not excludes_null(a.estimate)]
    shrunk = [w for w, a in judged.items() if w not in (*gone, *faint) and a.left < _HELD]
    unclear = [way for way in known if way not in judged]
    told = []
    if unclear:
        told.append(f"{_listing(unclear)} had no clear response to adjust.")
    if gone:
        told.append(f"{_listing(gone)} would explain this response away altogether.")
    if faint:
        told.append(f"{_listing([_faint(way, known[way]) for way in faint])}.")
    if shrunk:
        removed = [f"{way} removes {percent(1 - known[way].left, 0)} of it" for way in shrunk]
        told.append(f"{_listing(removed)}.")
    if not (gone or faint or shrunk):
        if unclear:
            return told[0]
        return "The adjustments leave it standing, as they should."
    return " ".join([*told, "An effect that shrinks in the same way may still be real."])


def _faint(way: str, adjustment: _Adjustment) -> str:
    share = 1 - adjustment.left
    lost = f"removes {percent(share, 0)}" if share > 0 else "its interval is wider, not nearer"
    return f"{way} leaves it compatible with no response ({lost})"


def _negative(raw: Estimate, known: dict[str, _Adjustment], looked: int) -> str:
    moved = [way for way, a in known.items() if excludes_null(a.estimate)]
    if excludes_null(raw):
        told = "It should not have responded: suspect bias that has nothing to do with the drug."
        return f"{told} {_by_chance(raw, looked)}"
    if moved:
        return f"{_listing(moved)} creates a response where none should be."
    return f"Its interval holds no effect ({interval(raw.lower, raw.upper)})."


def _by_chance(raw: Estimate, looked: int) -> str:
    return (
        f"About 1 in {1 / (1 - raw.level):.0f} such controls does this by chance; "
        f"{numeral(looked)} {'was' if looked == 1 else 'were'} looked at."
    )


def _listing(ways: list[str]) -> str:
    joined = listing(ways)
    return joined[:1].upper() + joined[1:]
