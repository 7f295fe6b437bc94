"""The content security policy: nothing but this server, no inline scripts, no frames."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


WITH_WEBASSEMBLY = POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
"""For the one page that opens a sealed content in the browser: libsodium is WebAssembly."""
_CHOSEN = "limen_content_policy"


def allow_webassembly(response: HttpResponse) -> HttpResponse:
    """Let the page of a response compile WebAssembly from its own scripts, and nothing else."""
    setattr(response, _CHOSEN, WITH_WEBASSEMBLY)
    return response


class ContentPolicyMiddleware:
    """Adds the policy and its companions to every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, with the policy."""
        response = self.get_response(request)
        response.headers["Content-Security-Policy"] = getattr(response, _CHOSEN, POLICY)
        response.headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()"
        response.headers.setdefault("Cache-Control", "no-store")
        return response
