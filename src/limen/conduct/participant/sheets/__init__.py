"""Questionnaires as forms: what a page shows of each question, and what it tells its script."""

from __future__ import annotations

from limen.conduct.participant.sheets.shown import Sheet, draft_name, sheet

__all__ = ["Sheet", "draft_name", "sheet"]
