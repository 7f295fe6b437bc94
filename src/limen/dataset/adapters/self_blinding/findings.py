"""What the import kept, changed or could not know: counted in the files, said in sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from limen.dataset.adapters.self_blinding import names
from limen.dataset.adapters.self_blinding.allocation import arm_of
from limen.dataset.adapters.self_blinding.files import LONG, SHORT, Files, Record
from limen.dataset.adapters.self_blinding.tables import dosing_days, missing_as_zero, weeks
from limen.dataset.fetch import SELF_BLINDING


def findings(files: Files) -> tuple[str, ...]:
    """Sentences on everything that a reader of results from these files must know."""
    return (
        *_version(files),
        _direction(),
        _two_conditions(files.short),
        *_weeks_against_arms(files),
        _published_change(files.long),
        *_above_maximum(files.short),
        *_zeros(files.long),
        *_doses(files),
        *_who(files),
        _follow_up(files.long),
        _clusters(files.short),
        "The files hold no dates and no envelope numbers: period and carry-over can only be "
        "studied by week number, and kit numbers here (participant-week) were made by the import.",
        "Treatment guesses were a forced choice after each battery: there is no "
        "'don't know' and no confidence.",
        "The authors' later repository (szb37/cgrc) has 233 people in week 1 where these files "
        "have 232: it adds 7, 152 and 154 and leaves out 126 and 168, the two users of DOB. "
        "Results printed in Szigeti et al. 2023 come from it and differ slightly.",
        "The published script names a file pacutes_314.csv; this pacutes.csv fits its models. "
        "The covariates of the published analysis of the four-week outcomes were chosen per "
        "outcome and are not published, so no re-analysis of those can be called the paper's.",
    )


def _version(files: Files) -> Iterator[str]:
    expected = {file.name: file.sha256 for file in SELF_BLINDING.files}
    other = [name for name, digest in files.hashes if expected[name] != digest]
    if other:
        yield (
            f"{listed(other)}: not the public version (commit 43bb44c); counts below are of the "
            "files given."
        )


def _direction() -> str:
    return (
        "Contrasts are microdose − placebo. The authors' R scripts print placebo − microdose "
        "(the coefficient conditionPL), with the opposite sign."
    )


def _two_conditions(short: Sequence[Record]) -> str:
    days, rounds = dosing_days(short), weeks(short)
    both = [(rounds[point], held) for point, held in days.items() if point in rounds]
    active = [held for week, held in both if week == "MD"]
    stray = sum(week == "PL" and held == "MD" for week, held in both)
    return (
        "`condition` means that day's capsule on dosing days and the whole week after them: in "
        f"microdose weeks {active.count('PL')} of {len(active)} capsules of the dosing day were "
        f"placebo, and {stray} capsules in placebo weeks were microdose. Capsules are allocated "
        "by kit, weeks by period; the two are never joined."
    )


def _weeks_against_arms(files: Files) -> Iterator[str]:
    allowed = {"PL": ("PL",), "MD": ("MD",), "HH": ("PL", "MD")}
    arms, given = arm_of(files), weeks(files.short)
    off = {
        who for (who, _), week in given.items() if week not in allowed.get(arms.get(who, ""), "")
    }
    off = {who for who in off if who in arms}
    if off:
        yield f"Weeks that their arm does not have: {people(off)}."
    taken: dict[str, Counter[str]] = {}
    for (who, _), week in given.items():
        taken.setdefault(who, Counter())[week] += 1
    odd = {who for who, n in taken.items() if who not in arms and sorted(n.values()) == [1, 3]}
    if odd:
        yield (
            f"Of the people whose arm is not published, {listed(odd)} had one week of one kind "
            "and three of the other, which none of the three arms gives. Their weeks are kept as "
            "published, their arm stays unknown."
        )


def _published_change(long: Sequence[Record]) -> str:
    before = {(r["trial_id"], r["test"]): r["value"] for r in long if r["tp"] == "pre"}
    differ: Counter[str] = Counter()
    rows: Counter[str] = Counter()
    for r in long:
        start = before.get((r["trial_id"], r["test"]))
        if r["tp"] == "pre" or start is None or not r["delta_value"]:
            continue
        rows[r["test"]] += 1
        change = float(r["value"]) - float(start)
        differ[r["test"]] += abs(change - float(r["delta_value"])) > 0.0015  # three decimals
    others = sum(n for test, n in differ.items() if test != "RPWB")
    return (
        "Change from baseline is computed as value − baseline. The published change of RPWB is "
        f"on another scale (its total is 6/7 of the sum of its sub-scales, the change is not): "
        f"it differs in {differ['RPWB']} of {rows['RPWB']} rows, for all other outcomes in "
        f"{others}. It is kept as `published_change`."
    )


def _above_maximum(short: Sequence[Record]) -> Iterator[str]:
    high = [r for r in short if r["test_name"] == "QIDS" and float(r["value"]) > names.QIDS_MAXIMUM]
    if high:
        values = ", ".join(sorted({r["value"] for r in high}, key=float))
        yield (
            f"{len(high)} QIDS scores exceed the instrument's maximum of {names.QIDS_MAXIMUM} "
            f"({values}; {people({r['trial_id'] for r in high})}). They are kept and "
            "flagged `above_maximum`, never clipped."
        )


def _zeros(long: Sequence[Record]) -> Iterator[str]:
    who = {r["trial_id"] for r in long if missing_as_zero(r)}
    if who:
        yield (
            f"{people(who).capitalize()} have no expectation, and 0 as months of microdosing and "
            "as number of macrodoses. Those zeros stand for no answer and were made unknown."
        )
    silent = {r["trial_id"] for r in long if not r["sss"]}
    if silent:
        yield f"Suggestibility (sss) is unknown for {people(silent)}."


def _doses(files: Files) -> Iterator[str]:
    own = {r["trial_id"]: r for r in (*files.long, *files.short)}
    dried = {who: r for who, r in own.items() if r["drug"] in names.DRIED}
    small = {who for who, r in dried.items() if r["dose"] and float(r["dose"]) < 1000}
    yield (
        f"`dose` is micrograms of substance for LSD and its like, but micrograms of dried "
        f"material for the {len(dried)} users of mushrooms or truffles: never pool doses across "
        "substances."
    )
    for who in sorted(small, key=int):
        yield (
            f"Participant {who} reports a dose of {own[who]['dose']} of {own[who]['drug']}, "
            "probably in grams; the unit is marked as not clear."
        )
    for name, users in (
        ("DOB", {who for who, r in own.items() if r["drug"].startswith("DOB")}),
        ("LSA", {who for who, r in own.items() if r["drug"] in names.SEEDS}),
    ):
        if users:
            doses = ", ".join(sorted({own[who]["dose"] for who in users}))
            yield (
                f"Users of {name}: {people(users)}, dose {doses} as published. "
                "They stay in the data; an analysis without them is a sensitivity analysis."
            )


def _who(files: Files) -> Iterator[str]:
    short = {r["trial_id"] for r in files.short}
    long = {r["trial_id"] for r in files.long}
    days = {who for who, _ in dosing_days(files.short)}
    ends = {who for who, _ in weeks(files.short)}
    yield (
        f"{len(short | long)} people: {len(short & long)} in both files, {len(short - long)} only "
        f"in {SHORT} (their arm is unknown), {len(long - short)} only in {LONG} "
        f"({listed(long - short)})."
    )
    if short - days:
        yield f"Without any dosing-day battery: {people(short - days)}."
    if short - ends:
        yield f"Without any end-of-week battery: {people(short - ends)}."


def _follow_up(long: Sequence[Record]) -> str:
    points: dict[str, set[str]] = {}
    for r in long:
        points.setdefault(r["trial_id"], set()).add(r["tp"])
    none = {who for who, tps in points.items() if "pre" not in tps}
    later = [tps for tps in points.values() if "pre" in tps and tps & {"post", "ltfu"}]
    done = sum("post" in tps for tps in later)
    absent = f"No baseline: {people(none)}. " if none else ""
    return (
        f"{absent}A baseline and a later battery: {len(later)} people, {done} of them with `post` "
        "(counted here as completers)."
    )


def _clusters(short: Sequence[Record]) -> str:
    count = Counter(who for who, _ in dosing_days(short))
    return (
        f"Up to four dosing days a person ({sum(n == 4 for n in count.values())} of {len(count)} "
        "have all four): only people are independent, rows are not."
    )


def listed(who: Collection[str]) -> str:
    """Names in order, with `and` before the last."""
    ordered = sorted(who, key=lambda name: (int(name), "") if name.isdigit() else (0, name))
    return ", ".join(ordered[:-1]) + f" and {ordered[-1]}" if len(ordered) > 1 else "".join(ordered)


def people(who: Collection[str]) -> str:
    """`participant 15`, `participants 2 and 159`."""
    return f"participant{'s' if len(who) != 1 else ''} {listed(who)}"
