"""The course: phases, periods, arms, design, regimen, allocation and kits fit together."""

from __future__ import annotations

from collections.abc import Iterator

from limen.counted import counted
from limen.protocol.check.context import Context, all_of, said
from limen.protocol.check.finding import Finding
from limen.protocol.check.measures import BEFORE_TREATMENT, phase_kind
from limen.protocol.document.lookup import suggestion
from limen.protocol.document.treatment import (
    Crossover,
    Kits,
    ListedDays,
    Minimisation,
    NOf1,
    Observational,
    Periods,
    PermutedBlocks,
    SelfBlinded,
    SelfDrawn,
)


def check_course(context: Context) -> Iterator[Finding]:
    """Yield what does not fit between phases, periods, arms, design, regimen and allocation."""
    yield from _phases(context)
    yield from _arms(context)
    yield from _design(context)
    yield from _regimen(context)
    yield from _allocation(context)
    yield from _kits(context)


def _phases(context: Context) -> Iterator[Finding]:
    kinds = [said(phase.kind) for _, phase in context.each("phases")]
    order = ["screening", "run_in", "treatment", "washout", "follow_up"]
    treatments = [n for n, kind in enumerate(kinds) if kind == "treatment"]
    if kinds and None not in kinds and len(treatments) != 1:
        yield Finding(
            ("phases",),
            f"There are {len(treatments)} phases of kind treatment; a study has one.",
            "Divide it into `periods` instead.",
            key=True,
        )
    elif treatments:
        for path, phase in context.each("phases"):
            early = order.index(str(said(phase.kind))) if said(phase.kind) in order else 2
            number = int(path[-1])
            if (early < 2 and number > treatments[0]) or (early > 2 and number < treatments[0]):
                yield Finding(
                    (*path, "kind"),
                    f"A phase of kind {phase.kind} cannot come here.",
                    "Order them: screening, run_in, treatment, washout, follow_up.",
                )
    yield from _length_of_periods(context, treatments)


def _length_of_periods(context: Context, treatments: list[int]) -> Iterator[Finding]:
    periods = said(context.protocol.periods)
    if not isinstance(periods, Periods) or len(treatments) != 1:
        return
    days = said(context.protocol.phases[treatments[0]].days)
    numbers = [said(n) for n in (periods.count, periods.days, periods.washout_days)]
    if days is not None and None not in numbers and periods.total_days != days:
        yield Finding(
            ("phases", treatments[0], "days"),
            f"The treatment phase has {counted(days, 'day')}, but its periods and washouts "
            f"take {periods.total_days}.",
            f"Write {periods.total_days}, or change `periods`.",
        )
    carry = said(periods.carry_over)
    if carry is not None and said(carry.handled_by) == "washout":
        expected, washout = said(carry.expected_days), said(periods.washout_days)
        if expected is not None and washout is not None and washout < expected:
            yield Finding(
                ("periods", "washout_days"),
                f"Carry-over may last {counted(expected, 'day')}, but the washout has only "
                f"{washout}.",
                "Lengthen it, or handle carry-over in the model.",
            )


def _arms(context: Context) -> Iterator[Finding]:
    interventions = context.ids("interventions")
    for path, arm in context.each("arms"):
        periods = all_of(arm.periods)
        yield from context.refer((*path, "periods"), periods, interventions, "intervention")
        if len(periods) not in (0, 1, context.periods):
            yield Finding(
                (*path, "periods"),
                f"Arm '{arm.id}' has {len(periods)} interventions, but the treatment phase has "
                f"{counted(context.periods, 'period')}.",
                f"Write {context.periods} of them, or one for the whole treatment.",
            )
    for path, item in context.each("interventions"):
        given = {id for _, arm in context.each("arms") for id in all_of(arm.periods)}
        filler = said(getattr(said(context.protocol.administration), "filler", None))
        if given and item.id not in given and item.id != filler:
            yield Finding(
                (*path, "id"),
                f"No arm gives the intervention '{item.id}'.",
                "Use it in an arm, or leave it out.",
            )


def _design(context: Context) -> Iterator[Finding]:
    design, arms = said(context.protocol.design), context.ids("arms")
    if design is None:
        return
    here = ("design", "kind")
    if len(arms) < 2 and not isinstance(design, (Observational, NOf1)):
        yield Finding(here, f"A {design.kind} study needs two arms or more.", "Add arms.")
    if isinstance(design, (Crossover, NOf1)) and context.periods < 2:
        yield Finding(here, f"A {design.kind} study needs two periods or more.", "Write `periods`.")
    if isinstance(design, Observational):
        yield from context.refers(("design", "comparison"), design.comparison, arms, "arm")
        if said(context.protocol.allocation) is not None:
            yield Finding(
                ("allocation",),
                "An observational study allocates nobody.",
                "Leave `allocation` out.",
                key=True,
            )
    allocation = said(context.protocol.allocation)
    drawn = isinstance(allocation, SelfDrawn)
    if allocation is not None and drawn != isinstance(design, SelfBlinded):
        yield Finding(
            ("allocation", "kind"),
            f"The allocation does not fit a design of kind {design.kind}.",
            "`self_drawn` belongs to `self_blinded`, and the other way round.",
        )


def _regimen(context: Context) -> Iterator[Finding]:
    regimen, periods = said(context.protocol.regimen), said(context.protocol.periods)
    administration = said(context.protocol.administration)
    if administration is not None:
        opens, closes = said(administration.opens), said(administration.closes)
        if opens is not None and closes is not None and closes <= opens:
            yield Finding(
                ("administration", "closes"),
                f"The window closes at {closes}, before it opens at {opens}.",
                "Write a later time of the same day.",
            )
        if all_of(administration.release) and said(administration.supervised) == "none":
            yield Finding(
                ("administration", "release"),
                "Nobody is released where no dose is supervised.",
                "Write `supervised: first` or `all`, or leave it out.",
                key=True,
            )
        filler = ("administration", "filler")
        yield from context.refers(
            filler, administration.filler, context.ids("interventions"), "intervention"
        )
    length = said(periods.days) if periods is not None else None
    first = said(getattr(regimen, "first_day", None))
    if length is not None and first is not None and first > length:
        yield Finding(
            ("regimen", "first_day"),
            f"Day {first} is outside a period of {counted(length, 'day')}.",
            f"Write at most {length}.",
        )
    if isinstance(regimen, ListedDays) and length is not None:
        for number, day in enumerate(all_of(regimen.days)):
            if day > length:
                yield Finding(
                    ("regimen", "days", number),
                    f"Day {day} is outside a period of {counted(length, 'day')}.",
                    f"Write at most {length}.",
                )


def _allocation(context: Context) -> Iterator[Finding]:
    allocation, arms = said(context.protocol.allocation), context.ids("arms")
    if allocation is None:
        return
    ratio = said(allocation.ratio) or {}
    for arm in ratio:
        yield from context.refers(("allocation", "ratio", arm), arm, arms, "arm")
    missing = [arm for arm in arms if ratio and arm not in ratio]
    if missing:
        yield Finding(
            ("allocation", "ratio"),
            f"The ratio says nothing of {', '.join(missing)}.",
            "Give each arm a whole number.",
            key=True,
        )
    strata = context.ids("population", "strata")
    named = getattr(allocation, "strata", ())
    yield from context.refer(("allocation", "strata"), named, strata, "stratum")
    if isinstance(allocation, Minimisation):
        for number, factor in enumerate(all_of(allocation.factors)):
            path = ("allocation", "factors", number, "stratum")
            yield from context.refers(path, factor.stratum, strata, "stratum")
        if said(allocation.probability) == 1 and said(allocation.allow_deterministic) is False:
            yield Finding(
                ("allocation", "probability"),
                "Minimisation with probability 1 can be predicted by anybody who knows the last.",
                "Write 0.8, or `allow_deterministic: true` and say why.",
            )
    if isinstance(allocation, PermutedBlocks) and ratio:
        total = sum(ratio.values())
        for number, size in enumerate(all_of(allocation.block_sizes)):
            if size % total:
                yield Finding(
                    ("allocation", "block_sizes", number),
                    f"{size} is no multiple of {total}, the sum of the ratio.",
                    f"Write {total}, {2 * total}, {3 * total}, ...",
                )
    elif allocation.kind in ("big_stick", "biased_coin", "urn") and len(set(ratio.values())) > 1:
        yield Finding(
            ("allocation", "ratio"),
            f"{allocation.kind} is defined for equal arms only.",
            "Write 1 for each arm, or use permuted_blocks.",
        )


def _kits(context: Context) -> Iterator[Finding]:
    kits = said(context.protocol.kits)
    if not isinstance(kits, Kits):
        return
    levels = context.ids("dose_levels", "levels")
    for number, content in enumerate(all_of(kits.contents)):
        path = ("kits", "contents", number)
        yield from context.refers((*path, "dose_level"), content.dose_level, levels, "dose level")
        period = said(content.period)
        if period is not None and period > context.periods:
            yield Finding(
                (*path, "period"),
                f"There is no period {period}.",
                suggestion(str(period), [str(n + 1) for n in range(context.periods)]),
            )
    before = said(kits.before_first)
    if before is not None:
        here = ("kits", "before_first")
        yield from context.occasion_list((*here, "occasions"), before.occasions)
        for number, reference in enumerate(all_of(before.occasions)):
            kind = phase_kind(context, reference)
            if kind not in (None, *BEFORE_TREATMENT):
                yield Finding(
                    (*here, "occasions", number),
                    f"'{reference}' is in a phase of kind {kind}: the kit would wait for ever.",
                    "Name occasions of screening or run-in.",
                )
        expectancies = context.ids("expectancies")
        yield from context.refer(
            (*here, "expectancies"), before.expectancies, expectancies, "expectancy"
        )
