"""What an e-mail says, and what it must not."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import override_settings
from people import FIRST, OPENS, begun

from limen.conduct.core import clock
from limen.conduct.core.messages import tick
from limen.conduct.core.messages.words import message_id
from limen.conduct.core.models import OutboxMessage, Participant, Study

HEADERS = {
    "Message-ID", "Auto-Submitted", "Content-Language", "List-Unsubscribe", "Content-Type",
    "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date",
}  # fmt: skip


def one_email(post, language: str = ""):
    anna = begun()
    if language:
        Participant.objects.filter(pk=anna.pk).update(language=language)
    tick(OPENS)
    tick(FIRST)
    (sent,) = post.taken
    return anna, sent


def text_of(sent) -> str:
    return sent.get_payload(decode=True).decode()


@override_settings(LIMEN_REPLY_TO=["Study team <team@example.org>"])
def test_answers_to_an_email_go_where_the_settings_say(post):
    _anna, sent = one_email(post)
    assert sent["Reply-To"] == "Study team <team@example.org>"


def test_a_reminder_is_plain_text_with_one_link_and_a_way_out(post):
    anna, sent = one_email(post)
    assert sent.get_content_type() == "text/plain"
    assert set(sent.keys()) == HEADERS
    assert sent["Auto-Submitted"] == "auto-generated"
    links = re.findall(r"http\S+", text_of(sent))
    assert len(links) == 2
    assert "".join(sent["List-Unsubscribe"].split()) == f"<{links[1]}>"
    assert "It is open until 23 March 2026, 23:30 (Europe/Amsterdam)." in text_of(sent)
    message = OutboxMessage.objects.get(participant=anna, state="sent")
    assert sent["Message-ID"] == message_id(message)


def test_its_words_are_neutral(post):
    """Nothing of the protocol is in it: not its title, not an occasion's, nor who it is to."""
    anna, sent = one_email(post)
    with clock.as_of(FIRST):
        protocol = Study.objects.get().protocol
    said = "\n".join([text_of(sent), *(f"{k}: {v}" for k, v in sent.items() if k != "From")])
    said = re.sub(r"http\S+", "", said).casefold()
    words = {"study", "trial", "dose", "dosing", "diary", "microdos", "psilocybin", "lsd", "drug",
             "substance", "mood", "stress", "resilience", "placebo", "arm", str(anna.code),
             anna.number}  # fmt: skip
    words |= {one.title.casefold() for one in protocol.occasions if isinstance(one.title, str)}
    words |= {one.id for one in protocol.occasions}
    assert [word for word in words if re.search(rf"\b{re.escape(word.casefold())}", said)] == []


def test_no_code_of_hers_is_in_the_links_either(post):
    import base64

    anna, sent = one_email(post)
    for link in re.findall(r"http://testserver/e/([\w-]+)", text_of(sent)):
        inside = base64.urlsafe_b64decode(link + "=" * (-len(link) % 4))
        assert str(anna.code).encode() not in inside
        assert anna.number.encode() not in inside


def test_a_language_without_words_of_ours_is_written_in_english(post):
    _, sent = one_email(post, "lv")
    assert sent["Content-Language"] == "en"
    assert "reminder" in text_of(sent)


def test_the_same_message_has_the_same_id_and_two_have_two(post):
    begun()
    tick(OPENS)
    first, second = OutboxMessage.objects.filter(purpose="reminder")
    assert message_id(first) == message_id(OutboxMessage.objects.get(pk=first.pk))
    assert message_id(first) != message_id(second)


def test_a_demonstration_lays_its_emails_into_a_folder(deployment):
    begun()
    backend = "limen.conduct.core.messages.folder.EmailBackend"
    with override_settings(EMAIL_BACKEND=backend):
        tick(OPENS)
        tick(FIRST)
    (message,) = OutboxMessage.objects.filter(state="sent")
    name = message_id(message)[1:].partition("@")[0]
    file = Path(deployment.folder) / "outbox" / f"{name}.eml"
    assert b"Subject: A reminder" in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
