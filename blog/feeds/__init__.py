"""The newest articles whole, as RSS 2.0, Atom and JSON Feed: of the blog, a topic, an author."""
