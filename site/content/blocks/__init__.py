"""The blocks an editor builds a page from."""
