"""Sites, and the approvals each of them needs before it may enrol."""

from __future__ import annotations

from pydantic import Field

from limen.protocol.document.part import CONSENT_NEVER, Id, Part, Text


class Approval(Part):
    """An approval that must be in hand before a site opens."""

    id: Id = Field(description="Short name, unique within the site")
    title: Text = Field(description="What is approved, e.g. the ethics committee's opinion")
    authority: Text = Field(description="Who gives it")
    reference: Text = Field(description="Its number, as given by the authority")


class Site(Part):
    """A place where the study runs; a study at home has one, called `home` or the like."""

    id: Id = Field(description="Short name, unique among the sites")
    title: Text = Field(description="Name as people know it")
    country: Text | None = Field(default=None, description="Country, by its two-letter ISO code")
    time_zone: Text | None = Field(
        default=None, description="IANA time zone of the site's staff, e.g. Europe/Berlin"
    )
    approvals_needed: tuple[Approval, ...] = Field(
        default=(),
        description="Approvals to be had before enrolment",
        json_schema_extra=CONSENT_NEVER,
    )
