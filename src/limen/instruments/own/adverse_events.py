"""Limen's checklist of adverse events: complaints in plain words, and how bad they were."""

from __future__ import annotations

from limen.instruments.instrument import Instrument, Subscale
from limen.instruments.item import Item
from limen.instruments.words import Words

#: Slot -> our plain words for a term of the CTCAE, version 5 (US government).
_TERMS = {
    "headache": "Headache",
    "nausea": "Nausea (feeling sick)",
    "vomiting": "Vomiting (being sick)",
    "stomach_pain": "Stomach ache",
    "diarrhoea": "Loose or frequent stools",
    "low_appetite": "Little appetite",
    "dry_mouth": "Dry mouth",
    "fatigue": "Unusual tiredness",
    "sleepiness": "Sleepiness during the day",
    "insomnia": "Trouble sleeping",
    "dizziness": "Dizziness",
    "fainting": "Fainting, or nearly fainting",
    "anxiety": "Anxiety",
    "agitation": "Agitation, or being unable to stay still",
    "irritability": "Irritability",
    "low_mood": "Low mood",
    "elated_mood": "Unusually high spirits or racing thoughts",
    "confusion": "Confusion",
    "poor_concentration": "Trouble concentrating",
    "poor_memory": "Trouble remembering",
    "hallucinations": "Seeing or hearing things that others do not",
    "suicidal_thoughts": "Thoughts of ending your life",
    "palpitations": "A fast, strong or uneven heartbeat",
    "chest_pain": "Pain or pressure in the chest",
    "high_blood_pressure": "Raised blood pressure, if you measured it",
    "tremor": "Trembling",
    "blurred_vision": "Blurred or changed vision",
    "sweating": "Unusual sweating",
}
_ALL = [*_TERMS, "other_severity"]
_OTHER = {"not": {"is_missing": {"value": "other"}}}
_SOMETHING = {
    "any": {"values": _ALL, "skipped": 0},
    "where": {"at_least": [{"each": "value"}, 1]},
}
_GRADES = {
    "0": "No",
    "1": "Mild: I noticed it, and my day went on as usual",
    "2": "Moderate: it got in the way of some things",
    "3": "Severe: I could not do my usual things",
    "4": "I needed urgent help",
}
_THOUGHTS = {
    "0": "No",
    "1": "Yes, briefly",
    "2": "Yes, several times",
    "3": "Yes, much of the time",
    "4": "Yes, and I need help now",
}
_PRESSURE = {
    "0": "No, or not measured",
    "1": "A little above my usual values",
    "2": "Clearly above my usual values",
    "3": "Far above them, or I felt unwell",
    "4": "I needed urgent help",
}
_ENGLISH = Words(
    title="How you have been",
    instruction="Have you had any of these since your last entry? Please answer whatever the cause "
    "may be.",
    items={
        **_TERMS,
        "other": "Is there anything else that you have noticed?",
        "other_severity": "How strong was it?",
        "serious": "Did any of this lead to a stay in hospital, put your life in danger, or cause "
        "lasting harm?",
    },
    labels={
        **dict.fromkeys(_TERMS, _GRADES),
        "suicidal_thoughts": _THOUGHTS,
        "high_blood_pressure": _PRESSURE,
        "other_severity": _GRADES,
        "serious": {"0": "No", "1": "Yes"},
    },
    hints={
        "suicidal_thoughts": "If you need help now, use the contacts on this page.",
        "other": "In a few words. You can leave this empty.",
    },
)

ADVERSE_EVENTS = Instrument(
    id="limen_ae",
    title="Limen adverse events, checklist",
    kind="questionnaire",
    construct="adverse events",
    recall="since the last entry",
    licence="O",
    licence_note="CC0",
    source="Limen",
    items=(
        *(
            Item(id=id, low=0, high=4, tag="self_harm" if id == "suicidal_thoughts" else "")
            for id in _TERMS
        ),
        Item(id="other", kind="text", optional=True),
        Item(id="other_severity", low=0, high=4, asked_if=_OTHER),
        Item(id="serious", low=0, high=1, asked_if=_SOMETHING),
    ),
    words={"en": _ENGLISH},
    scoring_status="verified",
    note="Plain words of ours for terms of the CTCAE, version 5; no codes of any dictionary. An "
    "alert is a grade from 3, thoughts of suicide at any grade, or a serious event; an alert that "
    "cannot be told is missing, never no. Each complaint that somebody has is then asked about "
    "with `limen_ae_report`.",
    subscales=(
        Subscale(
            id="count",
            title="Complaints",
            low=0,
            high=29,
            step=1,
            better="lower",
            scoring={
                "count_if": {"values": _ALL, "skipped": 0},
                "where": {"at_least": [{"each": "value"}, 1]},
            },
            unit="complaints",
        ),
        Subscale(
            id="worst",
            title="Worst grade",
            low=0,
            high=4,
            step=1,
            better="lower",
            scoring={"max_of": {"values": _ALL, "skipped": 0}},
            unit="grades",
        ),
    ),
    derived={
        "alert": {
            "or": [
                {
                    "any": {"values": _ALL, "skipped": 0},
                    "where": {"at_least": [{"each": "value"}, 3]},
                },
                {"at_least": [{"value": "suicidal_thoughts"}, 1]},
                {"equals": [{"value": "serious", "skipped": 0}, 1]},
            ]
        }
    },
)
