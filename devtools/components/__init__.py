"""The living page of every component, in each of its states: demo only."""
