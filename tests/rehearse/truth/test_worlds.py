"""Parts of the people who live under both conditions."""

from __future__ import annotations

from limen.rehearse.truth import parts


def test_all_parts_together_have_the_people_that_are_asked_for(study):
    one = study()
    made = parts(one, seed=1, blocks=4, people=40 * one.people)
    assert [part.block for part in made] == [0, 1, 2, 3]
    assert sum(len(part.keep) for part in made) == 40


def test_a_part_has_two_replicates_or_more_and_a_block_at_most(study):
    """Or there were no spread between replicates, and no such replicates in the rehearsal."""
    one = study()
    for people, each in ((1, 2), (10**9, 256)):
        assert {len(part.keep) for part in parts(one, seed=1, blocks=2, people=people)} == {each}
