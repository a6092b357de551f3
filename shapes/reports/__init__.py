"""The forms of an audit's report: each module makes one of them, all from the same plain values."""
