"""Scripts for developers; never installed."""
