"""Limen: the open laboratory that takes a micro-dosing study from dose to evidence."""

__version__ = "0.1.0.dev0"
