"""The ground every other app stands on: settings, errors, money, events, tasks."""

from marketplace.celery import app as celery_app

__all__ = ["celery_app"]
