"""The WSGI application: `LIMEN_CONDUCT_FOLDER=FOLDER gunicorn limen.conduct.wsgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from limen.conduct import SETTINGS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
application = get_wsgi_application()
