# One image for every process: docker build -t samaya . See docs/deployment.md.

FROM node:24-slim AS web
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.13-slim AS packages
WORKDIR /build
COPY requirements.txt ./
# requirements.txt lists all dependencies, so nothing has to be resolved.
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps -r requirements.txt

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home samaya \
    && mkdir /data \
    && chown samaya:samaya /data
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/data \
    CRM_LOG_FILE=-
WORKDIR /app
COPY --from=packages /venv /venv
COPY backup backup
COPY launcher launcher
COPY service_kit service_kit
COPY main_app main_app
COPY crm_microservice crm_microservice
COPY --from=web /build/frontend/dist frontend/dist
# The root file system is read-only when it runs.
RUN python -m compileall -q -j 0 backup launcher service_kit main_app crm_microservice /venv/lib
USER 10001
VOLUME /data
EXPOSE 5000 5001
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s --retries=3 CMD ["python", "-m", "launcher", "health", "main"]
# The main API. The others: crm_microservice/crm_app.py, -m main_app.worker
CMD ["python", "main_app/app.py"]
