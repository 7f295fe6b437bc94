"""Kits move: received, dispensed, handed over, brought back, counted, destroyed. One gateway."""
