# The site as a container, and beside it its backup job and its proxy (see docker-compose.yml).
# The last stage is the site: `docker build .` makes that.

FROM python:3.13.11-slim-trixie AS packages
WORKDIR /build
COPY requirements.txt .
# Exactly what the lock file lists, each package by its fingerprint, nothing compiled.
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check \
        --require-hashes --only-binary :all: --requirement requirements.txt

FROM python:3.13.11-slim-trixie AS site
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    KIDNEYCARE_DATA=/data \
    PORT=8000
# The numbers are fixed so that the owner of a mounted folder can be set beforehand.
RUN groupadd --system --gid 1500 kidneycare \
    && useradd --system --uid 1500 --gid kidneycare --no-create-home --shell /usr/sbin/nologin \
        kidneycare \
    && install --directory --mode 0700 --owner kidneycare --group kidneycare /data
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
# Only what .dockerignore lets through.
COPY . .
# Done once here, so that the container needs to write nothing but /data. No secret key is needed
# for it, so none is in the image.
RUN python manage.py serve --files-only

# The site with the programs that copy a PostgreSQL, of the same version as the server.
FROM site AS backup
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17=17.* \
    && rm -rf /var/lib/apt/lists/*
USER 1500:1500
VOLUME ["/data"]
CMD ["python", "manage.py", "backup", "--label", "daily", "--every", "24"]

FROM caddy:2.10.2-alpine AS proxy
# It runs as nobody special, so its folders must be that user's; a new volume takes that over.
RUN mkdir -p /data/caddy /config/caddy && chown -R 1500:1500 /data /config
COPY deploy/Caddyfile /etc/caddy/Caddyfile
USER 1500:1500
CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile"]

FROM site AS web
USER 1500:1500
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "kidneycare.server.healthcheck"]
CMD ["python", "manage.py", "serve", "--no-banner"]
