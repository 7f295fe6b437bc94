"""An outcome that reads a form has its respondent, and findings are what they can be."""

from __future__ import annotations

import json

import yaml

from limen.dataset.check import check_dataset
from limen.protocol import parse_protocol, shipped
from limen.simulate.dataset import dataset
from limen.simulate.scenario import named_scenario


def test_an_outcome_of_a_form_is_measured_by_its_respondent():
    document = yaml.safe_load(shipped()["demonstration"].read_text(encoding="utf-8"))
    for name, measurement, occasions in (
        ("seen", "distress_seen", ["week"]),
        ("tested", "drug_test", ["last_contact"]),
    ):
        document["outcomes"].append(
            {"id": name, "title": name, "measurement": measurement, "occasions": occasions,
             "exposure": "arm", "better": "lower"}
        )  # fmt: skip
    protocol = parse_protocol(json.dumps(document))
    made, sealed = dataset(protocol, named_scenario("both", protocol=protocol), seed=1, replicate=0)
    rows = list(made.rows("measurements"))
    seen = [row for row in rows if row["measurement"] == "distress_seen"]
    tested = [row for row in rows if row["measurement"] == "drug_test"]
    assert seen
    assert tested
    assert {row["respondent"] for row in seen} == {"rater"}
    assert {row["respondent"] for row in tested} == {"physician"}
    assert {float(row["value"]) for row in tested} <= {0.0, 1.0}
    assert {row["unit"] for row in tested} == {"0 negative, 1 positive"}
    assert check_dataset(made, allocations=sealed, protocol=protocol).errors == ()
