"""The demo marketplace: ten workshops, their pieces, their buyers and sixty days."""
