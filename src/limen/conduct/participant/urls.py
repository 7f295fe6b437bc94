"""The addresses of the participants' pages, a line per page."""

from __future__ import annotations

from django.urls import URLPattern, path

from limen.conduct.participant.views.calendar import calendar
from limen.conduct.participant.views.check import check
from limen.conduct.participant.views.copy import copy, copy_page
from limen.conduct.participant.views.devices import devices
from limen.conduct.participant.views.email_link import confirm_email
from limen.conduct.participant.views.enter import enter
from limen.conduct.participant.views.event import event
from limen.conduct.participant.views.feed import feed
from limen.conduct.participant.views.held import held
from limen.conduct.participant.views.help import help
from limen.conduct.participant.views.information import information
from limen.conduct.participant.views.intake import intake
from limen.conduct.participant.views.invitation import invitation
from limen.conduct.participant.views.language import language
from limen.conduct.participant.views.me import me
from limen.conduct.participant.views.my_data import download, erase, my_data
from limen.conduct.participant.views.occasion import occasion
from limen.conduct.participant.views.pause import pause, resume
from limen.conduct.participant.views.phrase import phrase
from limen.conduct.participant.views.received import received
from limen.conduct.participant.views.reminders import reminders
from limen.conduct.participant.views.screening import screening
from limen.conduct.participant.views.sign import decline, sign
from limen.conduct.participant.views.today import today
from limen.conduct.participant.views.way_back import way_back
from limen.conduct.participant.views.withdraw import withdraw
from limen.conduct.participant.views.withdrawn import withdrawn
from limen.conduct.participant.views.zone import zone

app_name = "participant"
urlpatterns: list[URLPattern] = [
    path("", enter, name="enter"),
    path("i/<str:code>/", invitation, name="invitation"),
    path("way-back/", way_back, name="way_back"),
    path("phrase/", phrase, name="phrase"),
    path("help/", help, name="help"),
    path("language/", language, name="language"),
    path("information/", information, name="information"),
    path("information/check/", check, name="check"),
    path("information/sign/", sign, name="sign"),
    path("information/decline/", decline, name="decline"),
    path("information/copy.pdf", copy, name="copy"),
    path("information/copy.html", copy_page, name="copy_page"),
    path("screening/", screening, name="screening"),
    path("today/", today, name="today"),
    path("today/held/", held, name="held"),
    path("o/<str:identifier>/", occasion, name="occasion"),
    path("intake/", intake, name="intake"),
    path("event/", event, name="event"),
    path("received/<uuid:client_id>/", received, name="received"),
    path("withdrawn/", withdrawn, name="withdrawn"),
    path("me/", me, name="me"),
    path("me/zone/", zone, name="zone"),
    path("me/pause/", pause, name="pause"),
    path("me/resume/", resume, name="resume"),
    path("me/withdraw/", withdraw, name="withdraw"),
    path("me/devices/", devices, name="devices"),
    path("me/reminders/", reminders, name="reminders"),
    path("me/calendar/", calendar, name="calendar"),
    path("me/data/", my_data, name="data"),
    path("me/data/download.zip", download, name="download"),
    path("me/data/erase/", erase, name="erase"),
    path("e/<str:token>/", confirm_email, name="confirm_email"),
    path("calendar/<str:token>.ics", feed, name="feed"),
]
