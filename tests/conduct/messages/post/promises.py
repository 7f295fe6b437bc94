"""What is promised for each step at which something breaks: tested, and read by the design note."""

from __future__ import annotations

# step at which a worker dies: how often its message came; what becomes of it
DEATHS = {
    "before the claim": (0, "sent"),
    "after the claim": (0, "sent"),
    "signed in": (0, "sent"),
    "about to hand over": (0, "sent"),
    "before the first byte": (0, "uncertain"),
    "half of the words left": (0, "uncertain"),
    "all of the words left": (1, "uncertain"),
    "in the record": (1, "uncertain"),
    "recorded": (1, "sent"),
}
# step and answer of a mail server, as the note has them: the state, and answers to try
ANSWERS: dict[tuple[str, str], tuple[str, list[tuple[str, bytes]]]] = {
    ("connection, sign-in, sender, DATA", "anything but yes, or nothing"): (
        "waiting",
        [
            ("greeting", b"554 go away"),
            ("greeting", b"hang up"),
            ("mail", b"530 sign in first"),
            ("mail", b"hang up"),
            ("data", b"451 later"),
            ("data", b"554 no"),
            ("data", b"hang up"),
        ],
    ),
    ("recipient", "4xx"): ("waiting", [("rcpt", b"451 later")]),
    ("recipient", "5xx"): ("failed", [("rcpt", b"550 nobody here")]),
    ("after the words", "250"): ("sent", [("end", b"250 taken")]),
    ("after the words", "4xx, 5xx, or nothing"): (
        "uncertain",
        [("end", b"451 later"), ("end", b"554 no"), ("end", b"hang up")],
    ),
}
