"""The addresses of the study team's pages, a line per page."""

from __future__ import annotations

from django.urls import URLPattern, path

from limen.conduct.staff.views.amendments import amendments
from limen.conduct.staff.views.approvals import approvals
from limen.conduct.staff.views.ask import ask
from limen.conduct.staff.views.cancel import cancel
from limen.conduct.staff.views.casebook import casebook
from limen.conduct.staff.views.casebooks import casebooks
from limen.conduct.staff.views.comprehension import comprehension
from limen.conduct.staff.views.contact import contact
from limen.conduct.staff.views.contacts import contacts
from limen.conduct.staff.views.correct import correct
from limen.conduct.staff.views.correct_event import correct_event
from limen.conduct.staff.views.correct_measurement import correct_measurement
from limen.conduct.staff.views.counter_sign import counter_sign
from limen.conduct.staff.views.day import day
from limen.conduct.staff.views.decision import decision
from limen.conduct.staff.views.delegation import delegation
from limen.conduct.staff.views.deviations import (
    correct_deviation_page,
    deviations,
    person_deviations,
)
from limen.conduct.staff.views.ending import complete, discontinue, lose, withdraw
from limen.conduct.staff.views.enter import enter
from limen.conduct.staff.views.erase import erase
from limen.conduct.staff.views.event import event
from limen.conduct.staff.views.form import form, form_verify
from limen.conduct.staff.views.form_enter import form_enter
from limen.conduct.staff.views.form_freeze import form_freeze
from limen.conduct.staff.views.form_not_done import form_not_done
from limen.conduct.staff.views.forms import forms
from limen.conduct.staff.views.forms_sign import forms_sign
from limen.conduct.staff.views.guess import guess
from limen.conduct.staff.views.home import home
from limen.conduct.staff.views.intake import intake
from limen.conduct.staff.views.invite import invite
from limen.conduct.staff.views.invite_again import invite_again
from limen.conduct.staff.views.kits import kits
from limen.conduct.staff.views.lock import lock
from limen.conduct.staff.views.medications import correct_medication_page, medications
from limen.conduct.staff.views.members import end_role, members, reset_factor
from limen.conduct.staff.views.messages import messages
from limen.conduct.staff.views.monitoring import (
    monitoring,
    monitoring_report,
    monitoring_topic,
)
from limen.conduct.staff.views.occasion import occasion
from limen.conduct.staff.views.opening import opened, opening, opening_paper
from limen.conduct.staff.views.paper_consent import paper_consent
from limen.conduct.staff.views.pause import pause, resume
from limen.conduct.staff.views.payments import payments, person_payments
from limen.conduct.staff.views.person import person
from limen.conduct.staff.views.place import place
from limen.conduct.staff.views.queries import queries
from limen.conduct.staff.views.query import query
from limen.conduct.staff.views.rating import rating
from limen.conduct.staff.views.rating_correct import rating_correct
from limen.conduct.staff.views.rating_guess import rating_guess
from limen.conduct.staff.views.ratings import ratings
from limen.conduct.staff.views.release import release
from limen.conduct.staff.views.safety import safety
from limen.conduct.staff.views.safety_alert import safety_alert
from limen.conduct.staff.views.safety_dosing import dosing
from limen.conduct.staff.views.safety_events import safety_events
from limen.conduct.staff.views.safety_judge import judge_event
from limen.conduct.staff.views.safety_report import event_report
from limen.conduct.staff.views.safety_roster import safety_roster, safety_roster_end
from limen.conduct.staff.views.safety_scores import scores
from limen.conduct.staff.views.screening import screening_page
from limen.conduct.staff.views.second_factor import second_factor, set_up_factor
from limen.conduct.staff.views.sign_in import sign_in, sign_out
from limen.conduct.staff.views.start import start
from limen.conduct.staff.views.stock import stock
from limen.conduct.staff.views.study import study
from limen.conduct.staff.views.trail import trail

app_name = "staff"
_ONE = "p/<uuid:code>/"
_OCCASION = _ONE + "o/<str:identifier>/"
_FORM = _OCCASION + "form/<str:form>/"
_RATING = "ratings/<uuid:code>/<str:identifier>/<str:form>/"
urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-in/code/", second_factor, name="second_factor"),
    path("sign-in/set-up/", set_up_factor, name="set_up_factor"),
    path("sign-out/", sign_out, name="sign_out"),
    path("day/", day, name="day"),
    path("invite/", invite, name="invite"),
    path("queries/", queries, name="queries"),
    path("queries/<int:number>/", query, name="query"),
    path("deviations/", deviations, name="deviations"),
    path("messages/", messages, name="messages"),
    path("stock/", stock, name="stock"),
    path("monitoring/", monitoring, name="monitoring"),
    path("monitoring/report.html", monitoring_report, name="monitoring_report"),
    path("monitoring/<str:topic>/", monitoring_topic, name="monitoring_topic"),
    path("trail/", trail, name="trail"),
    path("study/", study, name="study"),
    path("amendments/", amendments, name="amendments"),
    path("approvals/", approvals, name="approvals"),
    path("delegation/", delegation, name="delegation"),
    path("payments/", payments, name="payments"),
    path("members/", members, name="members"),
    path("members/<str:name>/reset-factor/", reset_factor, name="reset_factor"),
    path("members/role/<int:number>/end/", end_role, name="end_role"),
    path("lock/", lock, name="lock"),
    path("casebooks/", casebooks, name="casebooks"),
    path("ratings/", ratings, name="ratings"),
    path(_RATING, rating, name="rating"),
    path(_RATING + "guess/", rating_guess, name="rating_guess"),
    path(_RATING + "correct/<str:key>/", rating_correct, name="rating_correct"),
    path("safety/", safety, name="safety"),
    path("safety/a/<int:number>/", safety_alert, name="safety_alert"),
    path("safety/roster/", safety_roster, name="safety_roster"),
    path("safety/roster/<int:number>/end/", safety_roster_end, name="safety_roster_end"),
    path("safety/events/", safety_events, name="safety_events"),
    path(_ONE, person, name="person"),
    path(_ONE + "casebook/", casebook, name="casebook"),
    path(_ONE + "dosing/", dosing, name="dosing"),
    path(_ONE + "scores/", scores, name="scores"),
    path(_ONE + "event/<int:number>/judge/", judge_event, name="judge_event"),
    path(_ONE + "event/<int:number>/report.pdf", event_report, name="event_report"),
    path(_ONE + "invite-again/", invite_again, name="invite_again"),
    path(_ONE + "contact/", contact, name="contact"),
    path(_ONE + "ask/", ask, name="ask"),
    path(_ONE + "contacts/", contacts, name="contacts"),
    path(_ONE + "deviations/", person_deviations, name="person_deviations"),
    path(_ONE + "deviations/<int:number>/", correct_deviation_page, name="correct_deviation"),
    path(_ONE + "medications/", medications, name="medications"),
    path(_ONE + "medications/<int:number>/", correct_medication_page, name="correct_medication"),
    path(_ONE + "comprehension/", comprehension, name="comprehension"),
    path(_ONE + "paper-consent/", paper_consent, name="paper_consent"),
    path(_ONE + "counter-sign/", counter_sign, name="counter_sign"),
    path(_ONE + "screening/", screening_page, name="screening"),
    path(_ONE + "decision/", decision, name="decision"),
    path(_ONE + "start/", start, name="start"),
    path(_ONE + "kits/", kits, name="kits"),
    path(_ONE + "payments/", person_payments, name="person_payments"),
    path(_ONE + "opening/", opening, name="opening"),
    path(_ONE + "opening/paper/", opening_paper, name="opening_paper"),
    path(_ONE + "opening/<int:number>/", opened, name="opened"),
    path(_ONE + "intake/", intake, name="intake"),
    path(_ONE + "event/", event, name="event"),
    path(_ONE + "event/<int:number>/", correct_event, name="correct_event"),
    path(_ONE + "place/", place, name="place"),
    path(_ONE + "pause/", pause, name="pause"),
    path(_ONE + "resume/", resume, name="resume"),
    path(_ONE + "discontinue/", discontinue, name="discontinue"),
    path(_ONE + "complete/", complete, name="complete"),
    path(_ONE + "lose/", lose, name="lose"),
    path(_ONE + "withdraw/", withdraw, name="withdraw"),
    path(_ONE + "erase/", erase, name="erase"),
    path(_ONE + "forms/", forms, name="forms"),
    path(_ONE + "forms/sign/", forms_sign, name="forms_sign"),
    path(_ONE + "release/", release, name="release"),
    path(_FORM, form, name="form"),
    path(_FORM + "enter/", form_enter, name="form_enter"),
    path(_FORM + "not-done/", form_not_done, name="form_not_done"),
    path(_FORM + "verify/", form_verify, name="form_verify"),
    path(_FORM + "freeze/", form_freeze, name="form_freeze"),
    path(_OCCASION, occasion, name="occasion"),
    path(_OCCASION + "enter/", enter, name="enter"),
    path(_OCCASION + "guess/<str:respondent>/", guess, name="guess"),
    path(_OCCASION + "cancel/", cancel, name="cancel"),
    path(_OCCASION + "correct/<int:response>/", correct, name="correct"),
    path(
        _OCCASION + "measured/<int:measurement>/", correct_measurement, name="correct_measurement"
    ),
]
