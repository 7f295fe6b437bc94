"""Stopping boundaries in a rehearsal: how often each look stops the study, and how early."""

from limen.rehearse.looks.block import looks_of_block
from limen.rehearse.looks.first_people import FirstPeople, first_people
from limen.rehearse.looks.tables import looks_tables

__all__ = ["FirstPeople", "first_people", "looks_of_block", "looks_tables"]
