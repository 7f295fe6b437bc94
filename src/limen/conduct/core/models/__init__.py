"""The nouns of the record, a file each.

`AppendOnly` rows are never changed: a correction is a new version. `Recorded` rows have a state
that moves on. Both are written through `limen.conduct.core.trail` only, inside a service. The
queue (`OutboxMessage`), the counters of failed attempts and Django's own tables are outside of it.
"""

from __future__ import annotations

from limen.conduct.core.models.administration import Administration
from limen.conduct.core.models.adverse_event import AdverseEvent
from limen.conduct.core.models.alert import Alert
from limen.conduct.core.models.alert_event import AlertEvent
from limen.conduct.core.models.approval_record import ApprovalRecord
from limen.conduct.core.models.audit_entry import AuditEntry
from limen.conduct.core.models.casebook_signature import CasebookSignature
from limen.conduct.core.models.comprehension_answer import ComprehensionAnswer
from limen.conduct.core.models.consent import Consent
from limen.conduct.core.models.consent_document import ConsentDocument
from limen.conduct.core.models.contact_attempt import ContactAttempt
from limen.conduct.core.models.contact_detail import ContactDetail
from limen.conduct.core.models.counter_signature import CounterSignature
from limen.conduct.core.models.delegation import Delegation
from limen.conduct.core.models.deviation import Deviation
from limen.conduct.core.models.device_token import DeviceToken
from limen.conduct.core.models.dose_level_change import DoseLevelChange
from limen.conduct.core.models.dosing_hold import DosingHold
from limen.conduct.core.models.duty import Duty
from limen.conduct.core.models.eligibility_answer import EligibilityAnswer
from limen.conduct.core.models.eligibility_decision import EligibilityDecision
from limen.conduct.core.models.expectancy_answer import ExpectancyAnswer
from limen.conduct.core.models.failed_attempts import FailedAttempts
from limen.conduct.core.models.form_event import FormEvent
from limen.conduct.core.models.free_text import FreeText
from limen.conduct.core.models.invitation import Invitation
from limen.conduct.core.models.kit import Kit, SealedContent
from limen.conduct.core.models.kit_movement import KitMovement
from limen.conduct.core.models.kit_set import KitSet
from limen.conduct.core.models.later_opener import LaterOpener
from limen.conduct.core.models.measurement import Measurement
from limen.conduct.core.models.medication import Medication
from limen.conduct.core.models.membership import Membership
from limen.conduct.core.models.message_event import MessageEvent
from limen.conduct.core.models.occasion import Occasion
from limen.conduct.core.models.opening import Opening
from limen.conduct.core.models.opening_grant import OpeningGrant
from limen.conduct.core.models.outbox_message import OutboxMessage
from limen.conduct.core.models.participant import Participant
from limen.conduct.core.models.participant_key import ParticipantKey
from limen.conduct.core.models.participation_event import ParticipationEvent
from limen.conduct.core.models.payment import Payment
from limen.conduct.core.models.protocol_version import ProtocolVersion
from limen.conduct.core.models.query import Query
from limen.conduct.core.models.query_event import QueryEvent
from limen.conduct.core.models.recorded import AppendOnly, Recorded
from limen.conduct.core.models.recovery_code import RecoveryCode
from limen.conduct.core.models.recovery_phrase import RecoveryPhrase
from limen.conduct.core.models.release import Release
from limen.conduct.core.models.response import Response
from limen.conduct.core.models.score import Score
from limen.conduct.core.models.second_factor import SecondFactor
from limen.conduct.core.models.site import Site
from limen.conduct.core.models.staff_member import StaffMember
from limen.conduct.core.models.study import Study
from limen.conduct.core.models.submission import Submission
from limen.conduct.core.models.supply import Supply
from limen.conduct.core.models.treatment_guess import TreatmentGuess
from limen.conduct.core.models.visit_form import VisitForm
from limen.conduct.core.models.zone_change import ZoneChange

__all__ = [
    "Administration",
    "AdverseEvent",
    "Alert",
    "AlertEvent",
    "AppendOnly",
    "ApprovalRecord",
    "AuditEntry",
    "CasebookSignature",
    "ComprehensionAnswer",
    "Consent",
    "ConsentDocument",
    "ContactAttempt",
    "ContactDetail",
    "CounterSignature",
    "Delegation",
    "Deviation",
    "DeviceToken",
    "DoseLevelChange",
    "DosingHold",
    "Duty",
    "EligibilityAnswer",
    "EligibilityDecision",
    "ExpectancyAnswer",
    "FailedAttempts",
    "FormEvent",
    "FreeText",
    "Invitation",
    "Kit",
    "KitMovement",
    "KitSet",
    "LaterOpener",
    "Measurement",
    "Medication",
    "Membership",
    "MessageEvent",
    "Occasion",
    "Opening",
    "OpeningGrant",
    "OutboxMessage",
    "Participant",
    "ParticipantKey",
    "ParticipationEvent",
    "Payment",
    "ProtocolVersion",
    "Query",
    "QueryEvent",
    "Recorded",
    "RecoveryCode",
    "RecoveryPhrase",
    "Release",
    "Response",
    "Score",
    "SealedContent",
    "SecondFactor",
    "Site",
    "StaffMember",
    "Study",
    "Submission",
    "Supply",
    "TreatmentGuess",
    "VisitForm",
    "ZoneChange",
]
