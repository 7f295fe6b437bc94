"""What participants read, and how their understanding is checked."""

from __future__ import annotations

from pydantic import Field

from limen.protocol.document.part import Id, Language, Part, Sha256, Text, Whole, YesNo


class ConsentDocument(Part):
    """A document that participants receive, pinned by version and hash."""

    id: Id = Field(description="Short name")
    title: Text = Field(description="Title as printed")
    version: Text = Field(description="Version as printed")
    language: Language = Field(description="Language code, e.g. en")
    sha256: Sha256 = Field(description="SHA-256 of the file, 64 hexadecimal digits")


class ComprehensionQuestion(Part):
    """A question that shows whether the information was understood."""

    id: Id = Field(description="Short name")
    question: Text = Field(description="The question, in the study's own words")
    options: tuple[Text, ...] = Field(min_length=2, description="Answers to choose from")
    correct: Text = Field(description="The right one, word for word as in `options`")
    passage: Text | None = Field(
        default=None,
        description="Heading of the passage that answers it, word for word as in a document; "
        "whoever answers wrongly is led back there",
    )


class Consent(Part):
    """How consent is given, checked, and given again after an amendment."""

    documents: tuple[ConsentDocument, ...] = Field(
        min_length=1, description="Information and consent documents"
    )
    questions: tuple[ComprehensionQuestion, ...] = Field(
        default=(), description="Comprehension questions"
    )
    correct_needed: Whole | None = Field(
        default=None, ge=0, description="Right answers needed; left out: all of them"
    )
    attempts: Whole | None = Field(
        default=None, ge=1, description="Attempts allowed; left out: as many as one likes"
    )
    signed_by: tuple[Id, ...] = Field(
        default=(), description="Respondents who sign besides the participant, e.g. a clinician"
    )
    withdrawal: Text | None = Field(
        default=None, description="What happens to data when consent is withdrawn"
    )
    dosing_waits_for_reconsent: YesNo = Field(
        default=True, description="No further kit until an amendment that needs it is agreed to"
    )
