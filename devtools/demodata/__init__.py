"""The demo marketplace: three workshops, their pieces, their buyers and forty days."""
