# One image for the product: Node, the built web app, and the embedded parts, which stay unused where DATABASE_URL,
# EVM_RPC_URL and BANK_URL are given.
FROM node:24-bookworm-slim AS build
WORKDIR /srv/gbc-union
COPY . .
RUN npm ci && npm run build

FROM node:24-bookworm-slim
WORKDIR /srv/gbc-union
COPY --from=build --chown=node:node /srv/gbc-union .
RUN mkdir /data && chown node:node /data
USER node
ENV DATA_DIR=/data HOST=0.0.0.0 PORT=8080 NODE_ENV=production WEB_DIR=/srv/gbc-union/tasklist/dist/browser
VOLUME /data
EXPOSE 8080
# A first start makes keys and brings the database to its schema; a later one is ready in two seconds.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# SIGTERM ends sessions and workers in order; the container's own limit should not be shorter.
STOPSIGNAL SIGTERM
CMD ["node", "app/launch.mjs", "main"]
