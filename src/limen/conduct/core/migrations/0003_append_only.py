"""Guard every append-only table of the first version, on both databases."""

from django.db import migrations

from limen.conduct.core.guards import AppendOnlyTables

TABLES = (
    "core_administration",
    "core_adverseevent",
    "core_auditentry",
    "core_comprehensionanswer",
    "core_consent",
    "core_consentdocument",
    "core_countersignature",
    "core_eligibilityanswer",
    "core_eligibilitydecision",
    "core_expectancyanswer",
    "core_freetext",
    "core_measurement",
    "core_messageevent",
    "core_participationevent",
    "core_protocolversion",
    "core_response",
    "core_score",
    "core_submission",
    "core_treatmentguess",
    "core_zonechange",
)


class Migration(migrations.Migration):
    """Refuse UPDATE and DELETE."""

    dependencies = [("core", "0002_record_rest")]  # noqa: RUF012
    operations = [AppendOnlyTables(TABLES)]  # noqa: RUF012
