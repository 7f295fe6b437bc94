"""What a protocol does not say: allowed in the past, and a reason not to open in the future."""

from __future__ import annotations

from limen.protocol import Unknown, known, load_protocol, parse_protocol, shipped
from limen.protocol.document.opening import steps, written


def test_any_field_of_a_historical_protocol_may_be_unknown(edited, small):
    protocol = edited(
        small("parallel"),
        ("dose: {amount: 10, unit: ug}", "dose: {unknown: not reported}"),
        ("planned: 24", "planned: {unknown: not in the abstract}"),
        ("analysis:\n", "safety: {unknown: not public}\nanalysis:\n"),
    )
    assert protocol.intervention("low").dose == Unknown("not reported")
    assert not known(protocol.safety)
    assert known(protocol.allocation)  # absent, and nobody said it was unknown
    assert str(protocol.population.planned) == "unknown (not in the abstract)"


def test_a_planned_protocol_with_unknowns_loads_and_cannot_open(starting):
    protocol = parse_protocol(starting)
    assert protocol.cannot_open
    paths = [problem.path for problem in protocol.open_problems()]
    assert sorted(paths) == [
        "consent.documents[0].sha256",
        "population.sites[0].approvals_needed[0].reference",
        "registration",
        "safety.roles[0].reached_by",
        "title",
    ]


def test_a_planned_protocol_without_a_section_cannot_open(edited, starting):
    lines = starting.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line.startswith("safety:"))
    last = next(n for n, line in enumerate(lines) if line.startswith("consent:"))
    protocol = edited("".join(lines[:first] + lines[last:]))
    assert "safety" in [problem.path for problem in protocol.open_problems()]


def test_a_planned_protocol_that_says_everything_can_open(edited, starting):
    protocol = edited(
        starting,
        ("title: {unknown: the study's title}", "title: A study"),
        (
            "registration: {unknown: 'register the study, then write {registry: ISRCTN, "
            'number: "..."}\'}',
            'registration: {registry: ISRCTN, number: "12345678"}',
        ),
        ("reference: {unknown: given by the committee}", "reference: 26-101"),
        ("reached_by: {unknown: set by the site}", "reached_by: +49 30 1234567"),
        ("sha256: {unknown: the document's hash}", f"sha256: {'0f' * 32}"),
    )
    assert protocol.open_problems() == ()
    assert not protocol.cannot_open


def test_a_historical_protocol_cannot_open(edited, small):
    (problem,) = edited(small("parallel")).open_problems()
    assert problem.path == "status"


def test_the_example_lacks_only_what_a_site_can_supply():
    protocol = load_protocol(shipped()["resilience"])
    lacking = {problem.path.rpartition(".")[2] for problem in protocol.open_problems()}
    assert lacking == {"registration", "reference", "reached_by", "sha256", "measures[0]"}
    (unconfirmed,) = (p for p in protocol.open_problems() if "unverified" in p.message)
    assert "'cgi_s'" in unconfirmed.message


def test_a_path_can_be_written_and_read_again():
    for path in (("arms", 1, "periods", 0), ("title",), ("analysis", "analyses", 12, "df"), ()):
        assert steps(written(path)) == path
