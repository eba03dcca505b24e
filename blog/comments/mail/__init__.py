"""Mail of the comments: what is said, to whom, and how it is sent."""
