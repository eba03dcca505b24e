"""The card that stands for a page without a picture when it is shared."""
