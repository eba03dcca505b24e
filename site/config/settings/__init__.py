"""Settings: production.py is whole and strict; local, development and testing loosen it."""
