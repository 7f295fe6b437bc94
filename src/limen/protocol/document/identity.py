"""What a study is called, and where it is written down."""

from __future__ import annotations

from pydantic import Field

from limen.protocol.document.part import Part, Text


class Registration(Part):
    """An entry in a public register of studies."""

    registry: Text = Field(description="The register, e.g. ISRCTN")
    number: Text = Field(description="The study's number there")


class Source(Part):
    """Where a statement about the study comes from."""

    citation: Text = Field(description="Authors, year, title, journal")
    doi: Text | None = Field(default=None, description="DOI, without https://doi.org/")
    note: Text | None = Field(default=None, description="What was taken from it")
