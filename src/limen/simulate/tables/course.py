"""Occasions, administrations and allocations: what was due, what was taken, what it was."""

from __future__ import annotations

from collections.abc import Iterator

from limen.simulate.tables.setting import Record, Setting, by, instant


def occasions(setting: Setting) -> Iterator[Record]:
    """A row for each occasion of each person, with its window and when it was submitted."""
    draw, line = setting.draw, setting.study.timeline
    here = draw.course.present(line.occasion_day)[0]
    when = setting.rng("submissions").random(here.shape)
    for i, person in enumerate(setting.people):
        due = setting.calendar(i)[0]
        for t, one in enumerate(line.occasions):
            done = bool(draw.submitted[0, i, t])
            row: Record = {
                "participant": person,
                "occasion": one.id,
                "definition": one.definition,
                "number": one.number,
                "period": one.period,
                "study_day": one.study_day,
                "state": "submitted" if done else "missed" if here[i, t] else "cancelled",
                "time_zone": setting.zone(i),
                **by(setting.respondent(one.id)),
            }
            if one.id in due:
                window = due[one.id].window
                row["opens_at"], row["closes_at"] = instant(window.opens), instant(window.closes)
                if done:
                    moment = window.opens + when[i, t] * (window.closes - window.opens)
                    row["submitted_at"] = max(instant(moment), instant(window.opens))
            yield row


def administrations(setting: Setting) -> Iterator[Record]:
    """A row for each dose that was due while the person was dosing."""
    course, doses = setting.draw.course, setting.study.timeline.doses
    days = setting.study.timeline.dose_day
    when = setting.rng("administrations").random((setting.study.people, len(doses)))
    for i, person in enumerate(setting.people):
        due = {dose.number: dose for dose in setting.calendar(i)[1]}
        for d, dose in enumerate(doses):
            if days[d] >= course.stopped[0, i]:
                continue
            taken = bool(course.doses.taken[0, i, d])
            row: Record = {
                "participant": person,
                "number": dose.number,
                "period": dose.period,
                "study_day": dose.study_day,
                "kit": kit(person, dose.number),
                "status": "taken" if taken else "missed",
                **by(),
            }
            if dose.number in due:
                window = due[dose.number].window
                row["planned_at"] = instant(window.opens)
                if taken:
                    moment = window.opens + when[i, d] * (window.closes - window.opens)
                    row["taken_at"] = instant(moment)
            yield row


def kit(person: str, number: int) -> str:
    """The number of a kit; it says nothing about its content."""
    return f"{person}-{number}"


def allocations(setting: Setting) -> Iterator[Record]:
    """The sealed rows: the intervention of each period, and of each kit where fillers are used."""
    study, draw = setting.study, setting.draw
    doses = draw.course.doses
    fillers = study.filler is not None
    for i, person in enumerate(setting.people):
        arm = study.arms[draw.arm[0, i]]
        for period in range(study.periods):
            given = study.interventions[doses.given[0, i, period]]
            yield {
                "participant": person,
                "arm": arm,
                "period": period + 1,
                "intervention": given,
                **by(),
            }
        for d, dose in enumerate(study.timeline.doses if fillers else ()):
            yield {
                "participant": person,
                "arm": arm,
                "period": dose.period,
                "kit": kit(person, dose.number),
                "intervention": study.interventions[doses.content[0, i, d]],
                **by(),
            }
