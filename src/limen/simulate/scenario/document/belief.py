"""Who notices what, and what people come to believe."""

from __future__ import annotations

from limen.protocol.document.part import Id, Number, Share
from limen.simulate.scenario.document.supposition import (
    NO_EFFECT,
    DoseEffect,
    Supposition,
    supposed,
)


class Noticing(Supposition):
    """Signal detection: each dose gives evidence x ~ N(d′, 1), placebo evidence x ~ N(0, 1)."""

    d_prime: DoseEffect = supposed(
        NO_EFFECT,
        "d′, how far a dose shifts the evidence",
        unit="SDs of the evidence",
        plausible="0 to 2 (0.6 at 7.5 to 12.5 ug of LSD)",
    )
    tolerance_per_dose: Number = supposed(
        0.0,
        "Share of d′ that each active dose taken before removes",
        unit="share per dose",
        plausible="0 to 0.1",
        ge=0,
        le=1,
    )


class Expectation(Supposition):
    """Prior expectation: standard normal between people, answered on the protocol's scale."""

    mean: Share = supposed(0.5, "Mean answer, as a share of the scale", unit="share")
    sd: Share = supposed(0.2, "SD of answers, as a share of the scale", unit="share")


class Told(Supposition):
    """An instruction that is drawn apart from the arm: half are told active, say, half placebo.

    With arms it makes a factorial (balanced placebo). Some of what people are told is untrue, so
    an ethics committee has to approve of it, and people learn the truth afterwards.
    """

    share: Share = supposed(
        0.5, "Share of the people who are told that they take the active", unit="share"
    )
    weight: Number = supposed(
        0.0,
        "How far that makes them lean to active, and the others away from it; 0: nobody is told",
        unit="SDs of the evidence",
        plausible="0 to 3",
        ge=0,
    )


class Belief(Supposition):
    r"""How evidence becomes a belief, at every dose and on every day.

    Evidence adds up, $E = \text{memory} \cdot E' + x + \text{side_effects} \cdot S + \text{benefit}
    \cdot B + \text{asking} \cdot A$, over the doses of the day, the period or the study, as the
    question is about. A person leans to "active" by $E + \text{mood} \cdot U + \text{expectation}
    \cdot Z \pm \text{told} - k$, and believes it above 0. S counts side effects of the dose; B is
    the benefit felt by then, in SDs; A is 1 once the person has been asked to guess; U is the day's
    mood, Z prior expectation, k the person's own criterion.
    """

    criterion: Number = supposed(
        0.0,
        "Mean of k: how much evidence makes people say active; 0 is a coin toss on placebo",
        unit="SDs of the evidence",
        plausible="0.2 to 0.9",
    )
    criterion_sd: Number = supposed(
        0.0, "SD of k between people", unit="SDs of the evidence", plausible="0 to 0.8", ge=0
    )
    criterion_step: Number = supposed(
        1.0,
        "Where several active answers can be given: evidence from one to the next",
        unit="SDs of the evidence",
        plausible="0.5 to 1.5",
        gt=0,
    )
    memory: Share = supposed(
        0.0,
        "Weight of earlier doses of the same period or arm; 0: only the last dose counts",
        unit="share",
        plausible="0 to 1",
    )
    mood: Number = supposed(
        0.0, "Weight of the day's mood", unit="SDs of the evidence per SD", plausible="0 to 1"
    )
    benefit: Number = supposed(
        0.0,
        "Weight of the benefit felt by the time of a dose: the direct effect, the effect of what "
        "was believed until then, and mood",
        unit="SDs of the evidence per SD of the outcome",
        plausible="0 to 1",
    )
    benefit_outcome: Id | None = supposed(
        None, "Outcome in which benefit is felt; left out: the first primary estimand's"
    )
    side_effects: Number = supposed(
        0.0,
        "Weight of each side effect of the dose",
        unit="SDs of the evidence per side effect",
        plausible="0 to 3",
    )
    expectation: Number = supposed(
        0.0,
        "Weight of prior expectation",
        unit="SDs of the evidence per SD",
        plausible="0 to 0.5",
    )
    asking: Number = supposed(
        0.0,
        "What having been asked to guess on an earlier day adds to the evidence of a dose: who is "
        "asked looks inward. For people who are never asked (`share_asked`) it is 0",
        unit="SDs of the evidence",
        plausible="0 to 0.3",
    )
    told: Told = supposed(Told(), "What people are told of their arm, apart from what it is")
    undecided: Number = supposed(
        0.0,
        'Whoever leans by less than this either way is undecided, and says "don\'t know" where '
        "that may be answered",
        unit="SDs of the evidence",
        plausible="0 to 0.5",
        ge=0,
    )
    confidence: Number = supposed(
        1.0,
        "Confidence in percent is 100 (2Φ(this × leaning) − 1)",
        unit="per SD of the evidence",
        plausible="0.3 to 2",
        ge=0,
    )


class Raters(Supposition):
    """What blinded raters come to believe; their evidence of a person is N(0, 1) plus this."""

    d_prime: DoseEffect = supposed(
        NO_EFFECT,
        "What they see of the intervention itself",
        unit="SDs of their evidence",
        plausible="0 to 1",
    )
    criterion: Number = supposed(
        0.0, "How much evidence makes them say active", unit="SDs of their evidence"
    )
    hears_belief: Number = supposed(
        0.0,
        "What a participant who believes in the active adds, by talking",
        unit="SDs of their evidence",
        plausible="0 to 2",
    )
