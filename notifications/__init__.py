"""Emails: who hears of what, written as rows, posted until they are accepted."""
