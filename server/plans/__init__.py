"""Pages of plans: the list of all, and each with its sections and actions."""
