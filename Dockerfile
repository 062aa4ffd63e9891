# The portal as a container: an ordinary user, nothing written but /tmp and the dumps, settings from the environment (docs/deploying.md).
FROM python:3.13-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=ssc_portal.settings.prod
RUN useradd --system --uid 10001 portal
WORKDIR /portal

COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

COPY manage.py gunicorn.conf.py ./
COPY ssc_portal ssc_portal
COPY countries countries
COPY experiences experiences
COPY templates templates
COPY static static
COPY fixtures fixtures
# The settings refuse to be read without these; what is collected does not depend on them.
RUN SECRET_KEY="only to collect the static files while the image is built" ALLOWED_HOSTS=build.invalid \
    DATABASE_URL=postgres://build.invalid/none python manage.py collectstatic --no-input

# A volume of this name is the portal's own (docker-compose.yml).
RUN mkdir /dumps && chown portal /dumps
USER portal
EXPOSE 8000
CMD ["gunicorn", "ssc_portal.wsgi:application"]
