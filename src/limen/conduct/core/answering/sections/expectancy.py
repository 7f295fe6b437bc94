"""What is expected, of each intervention that the protocol names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from limen.conduct.core.answering.questionnaire import Label, Question, Section
from limen.conduct.core.answering.wordings import Wording
from limen.instruments import get
from limen.protocol import Protocol, listed
from limen.protocol.document.measurement import Expectancy


def section(protocol: Protocol, expectancy: Expectancy, wording: Wording) -> Section:
    """Return an expectancy as a section; keys are ``expectancy.<id>.<intervention>``.

    One question per intervention, in the protocol's own words: that is what a dataset holds. Where
    the protocol names none it is about the study's treatment, and the key is ``expectancy.<id>``.
    The instruction is that of `limen_expect`.
    """
    titles = {one.id: str(one.title) for one in listed(protocol.interventions)}
    named = listed(expectancy.interventions)
    return Section(
        id=f"expectancy.{expectancy.id}",
        about="expectancy",
        subject=expectancy.id,
        title=wording.words.title,
        instruction=str(expectancy.title),
        language=wording.language,
        dir=wording.dir,
        version=get("limen_expect").version,
        questions=tuple(
            _question(expectancy, id, titles.get(id, id) if id else _("What you will be given"))
            for id in named or ("",)
        ),
    )


def _question(expectancy: Expectancy, intervention: str, words: str) -> Question:
    low = expectancy.low if isinstance(expectancy.low, (int, float)) else 0.0
    high = expectancy.high if isinstance(expectancy.high, (int, float)) else 100.0
    return Question(
        key=".".join(filter(None, ("expectancy", expectancy.id, intervention))),
        kind="slider",
        words=words,
        about="expectancy",
        subject=expectancy.id,
        slot=intervention,
        low=low,
        high=high,
        labels=tuple(Label(value=f"{end:g}", words=f"{end:g}") for end in (low, high)),
    )
