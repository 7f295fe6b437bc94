"""What these tests share."""

from __future__ import annotations


def by_key(report: dict) -> dict[str, dict]:
    """The results of a written report by key."""
    return {result["key"]: result for result in report["results"]}
