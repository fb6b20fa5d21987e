"""The marketplace's own processes, each as docker-compose.yml runs it too."""

import sys

MIGRATE = ["python", "manage.py", "migrate"]
COLLECT_STATIC = ["python", "manage.py", "collectstatic", "--no-input"]
WEB = ["python", "-m", "gunicorn", "marketplace.wsgi"]
CELERY = ["python", "-m", "celery", "--quiet", "-A", "marketplace"]
WORKER = [*CELERY, "worker", "--concurrency", "2"]
#: What talks to Stripe, which may keep one waiting.
STRIPE_WORKER = [*WORKER, "--queues", "stripe"]
#: What makes pictures, which keeps a processor busy.
PHOTO_WORKER = [*CELERY, "worker", "--concurrency", "1", "--queues", "photos"]
#: Every schedule is a sweep of seconds: when it last ran need not be remembered.
BEAT = [*CELERY, "beat", "--scheduler", "celery.beat.Scheduler"]


def here(command: list[str]) -> list[str]:
    """The same command with the Python that runs this."""
    return [sys.executable, *command[1:]]
