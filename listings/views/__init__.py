"""The pages of this app: looking around, and a maker's own listings."""
