"""Pages that set plans beside each other: what is due when, who is named where, and how plans compare."""
