"""The tables of the example: curves, diagnostics, guesses, and who took part."""

from __future__ import annotations

from math import cos, sin
from statistics import NormalDist

from limen.results import Column, Estimate, Picture, Table


def curve_table(raw: float, adjusted: float, se: float) -> Table:
    """A curve of 101 points with a band and three marks."""
    rows = []
    for step in range(101):
        rate = step / 100
        delta = adjusted + (rate - 0.5) / 0.15 * (raw - adjusted)
        half = 1.96 * se * (1 + 3 * (rate - 0.55) ** 2)
        rows.append((rate, delta, delta - half, delta + half))
    return Table(
        key="curve",
        caption="Effect along the correct-guess rate, with a 95 % band",
        columns=(
            Column(key="rate", title="Correct-guess rate", kind="percent"),
            Column(key="delta", title="Microdose − Placebo", unit="points"),
            Column(key="lower", title="Lower"),
            Column(key="upper", title="Upper"),
        ),
        rows=tuple(rows),
        picture=Picture(
            shape="lines",
            x="rate",
            y="delta",
            lower="lower",
            upper="upper",
            x_title="Correct-guess rate",
            reference=(0.0,),
            marks=((0.5, "one half"), (0.517, "arms guess alike"), (0.649, "observed")),
        ),
    )


def side_by_side(raw: Estimate, adjusted: Estimate, half: Estimate) -> Table:
    """The estimates of one outcome beside each other."""
    rows = [
        (name, e.value, e.lower, e.upper, e.p)
        for name, e in (("Unadjusted", raw), ("Guess in the model", adjusted), ("Δ(0.5)", half))
    ]
    return Table(
        key="side_by_side",
        caption="Side by side: all but the first are sensitivity analyses",
        columns=(
            Column(key="analysis", title="Analysis", kind="text"),
            Column(key="estimate", title="Estimate", unit="points"),
            Column(key="lower", title="Lower"),
            Column(key="upper", title="Upper"),
            Column(key="p", title="p", kind="p"),
        ),
        rows=tuple(rows),
        picture=Picture(
            shape="forest",
            label="analysis",
            x="estimate",
            lower="lower",
            upper="upper",
            reference=(0.0,),
        ),
    )


def diagnostics() -> tuple[Table, ...]:
    """Residuals against fitted values, and their histogram."""
    quantile = NormalDist().inv_cdf
    points = [(15 + 4 * cos(i), 8 * quantile((i + 0.5) / 400) + sin(7 * i)) for i in range(400)]
    bins = [
        (-24 + 4 * i, -20 + 4 * i, round(160 * 2.7 ** (-((i - 5.5) ** 2) / 6))) for i in range(12)
    ]
    return (
        Table(
            key="residuals",
            caption="Residuals against fitted values",
            columns=(
                Column(key="fitted", title="Fitted"),
                Column(key="residual", title="Residual"),
            ),
            rows=tuple(points),
            picture=Picture(shape="scatter", x="fitted", y="residual", reference=(0.0,)),
        ),
        Table(
            key="residual_histogram",
            caption="Distribution of the residuals",
            columns=(
                Column(key="left", title="From"),
                Column(key="right", title="To"),
                Column(key="count", title="Residuals", kind="count"),
            ),
            rows=tuple(bins),
            picture=Picture(shape="histogram", x="left", upper="right", y="count"),
        ),
    )


def coefficients(effect: Estimate) -> Table:
    """The fixed effects of a model."""
    columns = (
        Column(key="term", title="Term", kind="text"),
        Column(key="estimate", title="Estimate"),
        Column(key="standard_error", title="SE"),
        Column(key="df", title="df"),
        Column(key="p", title="p", kind="p"),
    )
    rows = (
        ("(Intercept)", 10.211821, 1.782375, 266.07, 2.7e-8),
        ("intervention: Microdose", effect.value, effect.standard_error, effect.df, effect.p),
        ("expectation", -0.000401, 0.0241, 236.7, 0.99961),
    )
    return Table(key="coefficients", caption="Fixed effects", columns=columns, rows=rows)


def flow() -> Table:
    """Participant flow with three arms."""
    rows = [("Consented", 1630, None), ("Finished the set-up", 246, None), ("Analysed", 240, None)]
    for arm, ended, followed in (("Placebo", 73, 53), ("Half-half", 61, 45), ("Microdose", 85, 65)):
        rows += [("With a baseline", ended, arm), ("Long-term follow-up", followed, arm)]
    return Table(
        key="flow",
        caption="Participant flow",
        columns=(
            Column(key="step", title="Step", kind="text"),
            Column(key="n", title="Participants", kind="count"),
            Column(key="arm", title="Arm", kind="text"),
        ),
        rows=tuple(rows),
        picture=Picture(shape="flow", label="step", y="n", group="arm"),
    )


def characteristics() -> Table:
    """Table 1."""
    arms = ("Placebo (n = 73)", "Half-half (n = 61)", "Microdose (n = 85)", "All (n = 219)")
    rows = (
        ("Age in years, mean (SD)", "33.1 (9.4)", "34.0 (9.9)", "33.2 (8.7)", "33.4 (9.2)"),
        ("Female, n (%)", "22 (30.1)", "17 (27.9)", "25 (29.4)", "64 (29.2)"),
        ("Expectation (0–100), mean (SD)", "62.0 (19.3)", "58.8 (21.0)", "60.9 (20.2)", "60.7"),
    )
    return Table(
        key="characteristics",
        caption="Characteristics by arm",
        columns=(
            Column(key="what", title="Characteristic", kind="text"),
            *(Column(key=f"arm{i}", title=arm, kind="text") for i, arm in enumerate(arms)),
        ),
        rows=rows,
        notes=("Four participants have no baseline questionnaire.",),
    )


def counterexamples() -> Table:
    """Scenarios with a known truth."""
    rows = (
        ("Mood drives the guess; no effect, no belief", 0.0, 0.0, -0.2, 0.05),
        ("Effect and belief both real", 0.3, 0.4, -0.01, 0.21),
        ("Active placebo with harm", -3.0, -4.0, 1.1, 2.7),
    )
    keys = ("truth", "raw", "half", "standardised")
    titles = ("True direct effect", "Unadjusted", "Δ(0.5)", "Standardised")
    return Table(
        key="counterexamples",
        caption="What each estimate gives when the truth is known",
        columns=(
            Column(key="scenario", title="Scenario", kind="text"),
            *(Column(key=k, title=t) for k, t in zip(keys, titles, strict=True)),
        ),
        rows=rows,
    )


def blinding_tables(indices: tuple[tuple[str, str, float, float, float], ...]) -> tuple[Table, ...]:
    """Guesses by intervention, their shares, the indices, and how these change."""
    text = ("index", "quantity")
    return (
        Table(
            key="guess_counts",
            caption="Treatment guesses by what was taken",
            columns=(
                Column(key="arm", title="Taken", kind="text"),
                Column(key="md", title="Guessed microdose", kind="count"),
                Column(key="pl", title="Guessed placebo", kind="count"),
                Column(key="correct", title="Correct", kind="percent"),
            ),
            rows=(("Microdose", 167, 172, 0.4926), ("Placebo", 125, 383, 0.7539)),
        ),
        Table(
            key="guess_shares",
            caption="Shares of the guesses with 95 % Wilson limits",
            columns=(
                Column(key="arm", title="Taken", kind="text"),
                Column(key="answer", title="Answer", kind="text"),
                Column(key="share", title="Share", kind="percent"),
                Column(key="lower", title="Lower", kind="percent"),
                Column(key="upper", title="Upper", kind="percent"),
            ),
            rows=(
                ("Microdose", "microdose", 0.4926, 0.4398, 0.5456),
                ("Microdose", "placebo", 0.5074, 0.4544, 0.5602),
                ("Placebo", "microdose", 0.2461, 0.2106, 0.2853),
                ("Placebo", "placebo", 0.7539, 0.7147, 0.7894),
            ),
            picture=Picture(
                shape="bars",
                label="arm",
                y="share",
                lower="lower",
                upper="upper",
                group="answer",
                title="What people guessed, by what they had taken",
            ),
        ),
        Table(
            key="indices",
            caption="Blinding indices with 95 % limits",
            columns=(
                *(Column(key=key, title=key.capitalize(), kind="text") for key in text),
                *(Column(key=k, title=k.capitalize()) for k in ("estimate", "lower", "upper")),
            ),
            rows=indices,
            picture=Picture(
                shape="forest",
                label="quantity",
                x="estimate",
                lower="lower",
                upper="upper",
                group="index",
                title="Blinding indices",
                reference=(0.0,),
            ),
        ),
        Table(
            key="over_time",
            caption="Blinding over time",
            columns=(
                Column(key="week", title="Week", kind="text"),
                Column(key="quantity", title="Quantity", kind="text"),
                Column(key="estimate", title="Estimate"),
                Column(key="lower", title="Lower"),
                Column(key="upper", title="Upper"),
            ),
            rows=tuple(
                (f"acute.{week}", name, start + 0.04 * week, start - 0.1, start + 0.3)
                for name, start in (("Sensitivity d′", 0.6), ("Criterion", 0.3))
                for week in (1, 2, 3, 4)
            ),
            picture=Picture(
                shape="lines",
                x="week",
                y="estimate",
                lower="lower",
                upper="upper",
                group="quantity",
                reference=(0.0,),
            ),
        ),
    )
