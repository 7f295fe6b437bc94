"""`limen conduct ...` as a process of its own: Django can serve one folder per process only."""

import sys

import typer

from limen.cli import conduct
from limen.cli.app import Root

root = typer.Typer(cls=Root, rich_markup_mode=None)
root.command(hidden=True)(lambda: None)
root.add_typer(conduct.app, name="conduct")
sys.argv[1:1] = ["conduct"]
root()
