# syntax=docker/dockerfile:1
# One image for every role; the command chooses: see docker-compose.yml.
FROM python:3.13-slim AS packages
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/run.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin atlas \
    && install -d -o atlas -g atlas /app /app/var
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 VAR_DIR=/app/var
COPY --from=packages /venv /venv
COPY --chown=root:root manage.py ./
COPY --chown=root:root config config
COPY --chown=root:root agreements agreements
COPY --chown=root:root ingest ingest
COPY --chown=root:root templates templates
COPY --chown=root:root static static
COPY --chown=root:root tests/samples/reader/figures.json tests/samples/reader/figures.json
# Fonts and static files belong to the image; no server and no secret of anybody's takes part.
RUN SECRET_KEY=only-while-building-the-image-0123456789-0123456789 python manage.py build_fonts \
    && SECRET_KEY=only-while-building-the-image-0123456789-0123456789 python manage.py collectstatic --no-input
USER atlas
EXPOSE 8000
CMD ["gunicorn", "config.wsgi:application", "--config", "python:config.gunicorn", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/tmp", "--no-control-socket"]
