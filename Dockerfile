# The marketplace and nothing else: no build tools, no developer's tools, no root.
FROM python:3.13-slim AS packages
COPY requirements.txt .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements.txt \
 && /venv/bin/pip uninstall --yes pip

FROM python:3.13-slim
RUN useradd --uid 1000 --no-create-home --shell /usr/sbin/nologin handloop \
 && install -d -o handloop -g handloop /data/media
COPY --from=packages /venv /venv
WORKDIR /srv/handloop
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/data/media \
    STATIC_ROOT=/srv/static \
    BIND=0.0.0.0:8000
RUN SECRET_KEY=unused DATABASE_URL=postgres://unused/unused python manage.py collectstatic --no-input
USER handloop
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "marketplace.wsgi"]
