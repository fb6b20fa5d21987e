"""A maker's pages about her shop itself and about her shipping."""
