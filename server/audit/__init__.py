"""Pages of the audit: criteria by plans, the findings of a plan, its document with what was read from it."""
