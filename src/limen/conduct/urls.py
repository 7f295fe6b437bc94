"""The addresses of the server; each audience's app brings its own and is included here."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from limen.conduct.serving.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="health"),
    path("staff/", include("limen.conduct.staff.urls")),
    path("", include("limen.conduct.participant.urls")),
]
handler400 = "limen.conduct.participant.views.refused.bad_request"
handler403 = "limen.conduct.participant.views.refused.forbidden"
handler404 = "limen.conduct.participant.views.refused.not_found"
handler500 = "limen.conduct.participant.views.refused.server_error"
