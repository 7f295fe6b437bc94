"""A deployment: one folder that holds everything one study's server needs. Pure files, no Django.

```text
FOLDER/
├── limen-conduct.toml   settings, commented; no secrets
├── keys/                secret.key, master.key, erased.txt: readable by their owner only
├── study.sqlite3        the record (or in PostgreSQL, if `database.url` or DATABASE_URL says so)
├── protocol/            each applied version of the protocol, for reading; the record is the truth
├── documents/           information and consent documents that the protocol pins by hash
├── instruments/         texts of instruments that the study may use (`limen instruments add`)
├── backups/             one folder per backup; keys are never in it
└── static/              style sheets and scripts, collected by the web server when it starts
```
"""

from __future__ import annotations

from limen.conduct.core.deployment.configuration import Configuration, Help, Mail
from limen.conduct.core.deployment.folder import Deployment
from limen.conduct.core.deployment.keys import Keys

__all__ = ["Configuration", "Deployment", "Help", "Keys", "Mail"]
