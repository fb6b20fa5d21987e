"""A post office for one machine: takes every mail, posts none, shows all."""
