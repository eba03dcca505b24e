"""How fast, how small, how hungry: ratios of one run, with the budgets beside them."""
