"""Style sheets, scripts and pictures under names that hold their hash: they keep for ever."""

from __future__ import annotations

from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names, also in what a module imports; a file that was never gathered keeps its own."""

    support_js_module_import_aggregation = True
    manifest_strict = False
