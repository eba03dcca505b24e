"""Template tags of seo."""
