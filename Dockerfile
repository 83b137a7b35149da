# The production image: built once with the locked libraries, run by an account without privileges.
FROM python:3.13-slim AS construction
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /portail
COPY requirements-production.lock ./
RUN python -m venv /environnement \
    && /environnement/bin/python -m pip install --require-hashes --no-deps -r requirements-production.lock
COPY . .
# Static files are hashed and compressed (brotli) here; the key is drawn for this one command and kept nowhere.
RUN ECOSYSTEME_ENV=production DATABASE_URL=postgresql://sans-objet/x REDIS_URL=redis://sans-objet/0 \
    DJANGO_SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
    /environnement/bin/python manage.py collectstatic --noinput --verbosity 0

FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ECOSYSTEME_ENV=production PATH=/environnement/bin:$PATH \
    MEDIA_ROOT=/donnees/media BEAT_SCHEDULE=/donnees/beat
# Pango lays out the PDFs (docs/adr/0016); the fonts are those of the pages.
RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
       fonts-open-sans fonts-roboto-unhinted \
    && rm -rf /var/lib/apt/lists/*
RUN groupadd --gid 10001 portail && useradd --uid 10001 --gid portail --no-create-home --home-dir /donnees portail \
    && install -d -o portail -g portail /donnees /donnees/media
COPY --from=construction /environnement /environnement
COPY --from=construction /portail /portail
WORKDIR /portail
USER 10001:10001
VOLUME /donnees
EXPOSE 8000
CMD ["uvicorn", "ecosysteme.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--timeout-graceful-shutdown", "3"]
