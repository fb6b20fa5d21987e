"""Tests: pages, verbs, races, faults and browsers, on the real parts."""
