"""Finding pieces: what was asked, what fits, how many there are of what, and in which
order. docs/finding.md tells it in prose."""
