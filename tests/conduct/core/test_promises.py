"""Small promises: logs, the policy, wall times, codes, the clock, what is imported."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

import limen.conduct
from limen.conduct.core import clock
from limen.conduct.core.codes import code_hash, new_code
from limen.conduct.core.content_policy import POLICY
from limen.conduct.core.fields import WallTimeField
from limen.conduct.core.logs import WithoutPersonalData, without_personal_data
from limen.conduct.core.trail.canonical import moment, plain


def test_migrations_are_complete():
    call_command("makemigrations", "core", check=True, dry_run=True, verbosity=0)


def test_the_server_loads_neither_scipy_nor_pandas_nor_an_analysis(study, deployment):
    code = (
        "from pathlib import Path; from limen.conduct import start; import sys\n"
        f"start(Path({str(deployment.folder)!r}))\n"
        "import limen.conduct.wsgi, limen.conduct.urls\n"
        "from limen.conduct.core import access, backup, checks, integrity, lifecycle, obstacles\n"
        "from limen.conduct.core.services import amend, erase, open_study\n"
        "print(' '.join(sys.modules))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    loaded = set(result.stdout.split())
    assert "limen.conduct.core.models" in loaded
    for name in ("scipy", "pandas", "limen.analyse", "limen.simulate", "limen.allocation.generate"):
        assert name not in loaded


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Not Found: /p/?token=abc", "Not Found: /p/?…"),
        ("from 192.168.0.17 port 3", "from (address) port 3"),
        ("from 2001:db8::ff00:42:8329 now", "from (address) now"),
        ("from ::1 now", "from (address) now"),
        (
            "from ('10.0.0.7', 4321) and 10.0.0.7:4321",
            "from ('(address)', 4321) and (address):4321",
        ),
        ("from fe80::1 now", "from (address) now"),
        ("from [2a00:1450:4001:81b::200e]:80", "from [(address)]:80"),
        ("mail to anna.b@example.org failed", "mail to (address) failed"),
        ("code 3f2b8c1e-0a4d-4c7e-9b1a-5d6e7f809a1b", "code (code)"),
        ("code 3F2B8C1E-0A4D-4C7E-9B1A-5D6E7F809A1B", "code (code)"),
        ("code 3f2b8c1e0a4d4c7e9b1a5d6e7f809a1b!", "code (code)!"),
        ("Not Found: /i/7K2M-P0QX-3RTA-9V4C/", "Not Found: /i/(code)/"),
        ("code 7k2m-p0qx-3rta-9v4c", "code (code)"),
        ("Gone: /e/eyJhIjoxfQ:1tXyZ0:aB3_d-9/", "Gone: /e/(code)/"),
        ("/calendar/Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaQ.ics", "/calendar/(code)"),
        ("/o/diary.3/ for /o/visit.1/", "/o/(code)/ for /o/(code)/"),
        ("cookie Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaQ", "cookie (token)"),
        ('File "/a/test_a_long_name_of_a_function_that_says_it.py", line 3', None),
        ("at 12:30:05 all 4.2.1 is well", "at 12:30:05 all 4.2.1 is well"),
    ],
)
def test_a_log_line_loses_who_asked_and_from_where(line, kept):
    assert without_personal_data(line) == (line if kept is None else kept)


def test_a_log_record_loses_its_request():
    record = logging.LogRecord("django", 30, "", 0, "to %s", ("10.0.0.1",), None)
    record.request = object()
    assert WithoutPersonalData().filter(record)
    assert record.getMessage() == "to (address)"
    assert not hasattr(record, "request")


def test_what_an_error_says_loses_whom_it_was_about():
    try:
        raise OSError("anna@example.org was refused by 10.0.0.1")
    except OSError:
        told = sys.exc_info()
    record = logging.LogRecord("django.request", 40, "", 0, "failed", (), told)
    assert WithoutPersonalData().filter(record)
    written = logging.Formatter().format(record)
    assert "OSError: (address) was refused by (address)" in written
    assert "example.org" not in written


def test_every_answer_has_the_policy(study):
    answer = Client().get("/nothing-here/")
    assert answer.status_code == 404
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert answer.headers["X-Frame-Options"] == "DENY"


@given(st.datetimes())
def test_a_wall_time_comes_back_as_it_was(local):
    field = WallTimeField()
    assert field.from_db_value(field.get_prep_value(local), None, None) == local


@given(st.datetimes(min_value=datetime(1000, 1, 1)), st.datetimes(min_value=datetime(1000, 1, 1)))
def test_stored_wall_times_sort_as_times_do_to_the_second(one, other):
    field = WallTimeField()
    one, other = one.replace(microsecond=0), other.replace(microsecond=0)
    assert (field.get_prep_value(one) < field.get_prep_value(other)) == (one < other)


@pytest.mark.parametrize("value", [datetime(2026, 3, 1, tzinfo=UTC), "2026-03-01T10:00Z", "noon"])
def test_a_wall_time_has_no_zone(value):
    with pytest.raises(ValidationError):
        WallTimeField().to_python(value)


@given(st.datetimes(), st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_written_one_way_whatever_zone_it_came_in(at, minutes):
    at = at.replace(tzinfo=UTC) if at.year not in (1, 9999) else datetime(2026, 1, 1, tzinfo=UTC)
    shown = at.astimezone(timezone(timedelta(minutes=minutes)))
    assert moment(shown) == moment(at)


def test_the_record_holds_nothing_that_it_cannot_write():
    with pytest.raises(TypeError, match="holds no set"):
        plain({1})


def test_codes_forgive_how_they_are_typed():
    code = new_code()
    assert len(code) == 19
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert code_hash(typed) == code_hash(code)
    assert len({new_code() for _ in range(200)}) == 200


def test_the_clock_is_one_and_wants_a_zone():
    noon = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2)))
    with clock.as_of(noon):
        assert clock.now() == noon
        assert clock.now().tzinfo is UTC
    assert clock.now() > noon
    with pytest.raises(ValueError, match="needs a time zone"), clock.as_of(datetime(2026, 3, 1)):
        pass


WRITES = {
    "bulk_create", "bulk_update", "create", "delete", "get_or_create", "save", "update_or_create",
}  # fmt: skip
GATEWAY = (
    "core/trail/record.py", "core/backup/tables.py", "core/models/", "core/migrations/",
    "core/throttle.py",  # its counters are no part of the record
)  # fmt: skip


def test_nothing_but_the_gateway_writes_to_the_record():
    """Sessions and the like are Django's own; a row of the record is written by `Record` only."""
    room = Path(limen.conduct.__file__).parent
    found = [
        f"{file.relative_to(room)}:{node.lineno} .{node.func.attr}()"
        for file in sorted(room.rglob("*.py"))
        if not file.relative_to(room).as_posix().startswith(GATEWAY)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in WRITES
    ]
    assert found == []
