from django.urls import include, path
from limen.conduct.participant.views.email_link import confirm_email
from limen.conduct.participant.views.feed import feed
from django.http import HttpResponse
p = ([path("e/<str:token>/", confirm_email, name="confirm_email"),
    path("calendar/<str:token>.ics", feed, name="feed"),
    path("today/", lambda r: HttpResponse("x"), name="today")], "participant")
urlpatterns = [path("", include(p))]
