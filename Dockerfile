# The pages, with the tools that they are built by, none of which is in the image.
FROM node:26-slim AS pages

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY vite.config.ts ./
COPY scripts scripts
COPY src src
RUN node_modules/.bin/node scripts/build-web.ts

# The base brings npm, and the libraries that Node needs. Node itself is the one that package.json pins.
FROM node:26-slim

WORKDIR /app

# The packages first: they change less often than the sources, and their layer is then reused.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force

COPY migrations migrations
COPY data/games.csv data/games.csv
COPY src src
COPY --from=pages /app/build build

RUN mkdir --mode=700 /data && chown node:node /data
ENV DATA_DIR=/data
VOLUME /data

# PostgreSQL doesn't run as root, and nothing here needs to.
USER node

EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/app/node_modules/.bin/node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]

# Node itself, without npm or a shell before it, so that SIGTERM reaches it.
CMD ["/app/node_modules/.bin/node", "src/server/main.ts"]
