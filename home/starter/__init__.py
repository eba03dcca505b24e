"""What the site says on its first day: texts, pictures and sample comments as plain data."""
