"""Stressor reactivity: problems against a line frozen on the run-in."""
