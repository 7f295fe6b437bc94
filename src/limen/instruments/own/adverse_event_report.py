"""Limen's report of one adverse event: what, when, how bad, and what was done."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.words import Words

_GRADES = {
    "1": "Mild: I noticed it, and my day went on as usual",
    "2": "Moderate: it got in the way of some things",
    "3": "Severe: I could not do my usual things",
    "4": "I needed urgent help",
}
_SERIOUS = {
    "none": "None of these",
    "hospital": "It led to a stay in hospital, or made one longer",
    "life_threatening": "It put my life in danger",
    "lasting": "It caused lasting harm",
    "birth": "It concerned a pregnancy or a birth",
    "important": "Something else that was medically important",
}
_HELP = {
    "none": "None",
    "self": "I treated it myself",
    "advice": "I asked the study team or a doctor",
    "emergency": "I used an emergency service",
}
_ACTIONS = {
    "none": "Nothing was changed",
    "left_out": "I left out a dose",
    "stopped": "I stopped taking it",
    "does_not_apply": "Does not apply",
}
_CAUSES = {
    "no": "No",
    "unlikely": "Probably not",
    "possible": "Perhaps",
    "probable": "Probably",
    "yes": "Yes",
    "cannot_tell": "I cannot tell",
}
_ENDED = {"equals": [{"value": "over"}, 1]}
_ENGLISH = Words(
    title="Report something",
    instruction="Please describe one thing that has happened to your health. If you need help now, "
    "do not wait for an answer here: use the contacts on this page.",
    items={
        "what": "What has happened?",
        "began": "When did it begin?",
        "over": "Is it over?",
        "ended": "When did it end?",
        "severity": "How strong was it at its worst?",
        "serious": "Does one of these apply?",
        "help": "Did you use any help?",
        "action": "What became of the study's doses?",
        "related": "Do you think that it had to do with what the study gave you?",
    },
    labels={
        "over": {"0": "No", "1": "Yes"},
        "severity": _GRADES,
        "serious": _SERIOUS,
        "help": _HELP,
        "action": _ACTIONS,
        "related": _CAUSES,
    },
    hints={"began": "An estimate is enough."},
)

ADVERSE_EVENT_REPORT = Instrument(
    id="limen_ae_report",
    title="Limen adverse event, report",
    kind="questionnaire",
    construct="adverse events",
    recall="one event",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=(
        Item(id="what", kind="text"),
        Item(id="began", kind="moment"),
        Item(id="over", low=0, high=1),
        Item(id="ended", kind="moment", asked_if=_ENDED),
        Item(id="severity", low=1, high=4),
        Item(id="serious", kind="choice", choices=tuple(_SERIOUS)),
        Item(id="help", kind="choice", choices=tuple(_HELP)),
        Item(id="action", kind="choice", choices=tuple(_ACTIONS)),
        Item(id="related", kind="choice", choices=tuple(_CAUSES)),
    ),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="A participant's own words and view; term, grade, seriousness and relation are judged by "
    "an investigator. An alert is a grade from 3 or any criterion of seriousness.",
    subscales=(
        Subscale(
            id="severity",
            title="Worst grade",
            low=1,
            high=4,
            step=1,
            better="lower",
            scoring={"value": "severity"},
            unit="grades",
        ),
    ),
    derived={
        "alert": {
            "or": [
                {"at_least": [{"value": "severity"}, 3]},
                {"differs": [{"value": "serious"}, "none"]},
            ]
        }
    },
)
