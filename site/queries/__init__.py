"""How the database is asked. Knows nobody."""
