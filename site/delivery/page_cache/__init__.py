"""Ready responses in front of Django, and how they learn that what they show has changed."""
