"""Months of a marketplace in minutes: the real code on a travelled clock, made-up
people, and a judge who is a stranger to the code. docs/simulator.md tells how."""
