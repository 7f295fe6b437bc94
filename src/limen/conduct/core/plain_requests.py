"""What no page of ours sends is refused before anybody reads it: other codecs, NULs, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse


class PlainRequestsMiddleware:
    """Answers 400 to a body in any codec but UTF-8, and to an address with a NUL in it.

    The sender names the codec, and Python knows some that break, and some that make halves of
    letters, which neither a hash nor a database can take. PostgreSQL cannot take a NUL.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, if it can be read."""
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.lower() not in ("utf-8", "utf8"):
            raise BadRequest("A body in another codec than UTF-8 was refused.")
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("An address with a NUL was refused.")
        return self.get_response(request)


class NoUploads(FileUploadHandler):
    """Refuses files: no page asks for one, and Django would write a large one to the disk."""

    def new_file(self, *args: Any, **options: Any) -> NoReturn:  # Django's own signature
        """Answer 400."""
        raise BadRequest("A file was sent, and refused.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing."""

    def file_complete(self, file_size: int) -> None:
        """Hand nothing on."""
