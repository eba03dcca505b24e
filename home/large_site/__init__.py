"""A made-up site as large as ours may once be, to see that nothing slows down on the way."""
