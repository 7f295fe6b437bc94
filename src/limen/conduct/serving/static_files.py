"""Style sheets, scripts and pictures under names that hold their hash: they keep for ever."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, also in what a module imports; a file that was never gathered keeps its own."""

    support_js_module_import_aggregation = True
    manifest_strict = False
