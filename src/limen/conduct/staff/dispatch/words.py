"""Words for kits, movements and openings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from limen.conduct.core.models import Kit, KitMovement, Opening

_State, _Kind = Kit.State, KitMovement.Kind

STATES: Mapping[str, Any] = {
    _State.EXPECTED: _("Not received yet"),
    _State.IN_STOCK: _("In stock"),
    _State.DISPENSED: _("Dispensed"),
    _State.HANDED_OVER: _("With the participant"),
    _State.CONFIRMED: _("With the participant, number confirmed"),
    _State.RETURNED: _("Brought back"),
    _State.COUNTED: _("Brought back and counted"),
    _State.RECALLED: _("Recalled, kept apart"),
    _State.TO_BE_BROUGHT_BACK: _("Recalled, to be brought back"),
    _State.DAMAGED: _("Damaged"),
    _State.LOST: _("Lost"),
    _State.DESTROYED: _("Destroyed"),
}
MOVEMENTS: Mapping[str, Any] = {
    _Kind.RECEIVED: _("received"),
    _Kind.DISPENSED: _("dispensed"),
    _Kind.PUT_BACK: _("put back into stock"),
    _Kind.HANDED_OVER: _("handed over"),
    _Kind.CONFIRMED: _("number confirmed by the participant"),
    _Kind.RETURNED: _("brought back"),
    _Kind.COUNTED: _("counted"),
    _Kind.RECALLED: _("recalled"),
    _Kind.DAMAGED: _("found damaged"),
    _Kind.LOST: _("lost"),
    _Kind.DESTROYED: _("destroyed"),
}
CODES: Mapping[str, Any] = {
    "unknown": _("no kit of this study has this number"),
    "of_another": _("this kit is not of their set"),
    "not_handed_over": _("this kit was never handed over to them"),
}
CATEGORIES: Mapping[str, Any] = {
    Opening.Category.EMERGENCY: _("Emergency: treatment depends on it"),
    Opening.Category.PLANNED: _("Planned, as the protocol says"),
    Opening.Category.INADVERTENT: _("Inadvertent: it became known"),
    Opening.Category.OTHER: _("Other"),
}
MEANS: Mapping[str, Any] = {
    Opening.Means.SERVER: _("with a share that this server released"),
    Opening.Means.PAPER: _("the paper code-break"),
    Opening.Means.OTHERWISE: _("it became known otherwise"),
}
#: Why it did not open, by the word of `opening/open.js`; and what the page says meanwhile.
OPENING: Mapping[str, Any] = {
    "incomplete": _("Choose the file of your private key, and type your passphrase."),
    "working": _("Opening. This takes some seconds."),
    "no_key_file": _("This file is no private key that Limen made. Choose NAME.private.json."),
    "other_key": _("This is the private key of somebody else. Choose your own."),
    "passphrase": _("The passphrase is not right, or the file was changed. Type it again."),
    "no_memory": _("This device has too little memory free. Close other pages and try again."),
    "other_share": _("The share does not belong to this kit. Use the paper code-break."),
    "unsigned": _("The content was not signed when the supply was made. Do not act on it; use the "
                  "paper code-break, and tell the sponsor."),
    "swapped": _("This kit holds the content of another. Do not act on it; use the paper "
                 "code-break, and tell the sponsor."),
    "failed": _("It could not be opened here. Use the paper code-break."),
}  # fmt: skip
