"""Template tags of the editors' vocabulary."""
