# docker build -t jingwei . && docker run -p 8080:8080 -v jingwei:/data jingwei
FROM node:20-bookworm-slim AS web
WORKDIR /src/web
COPY web/ ./
RUN npm ci --no-audit --no-fund && npm run build

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
COPY --from=web /src/web ./web
RUN cargo build --release --locked -p jingwei

FROM debian:bookworm-slim
# the font of papers as PDF
RUN apt-get update && apt-get install -y --no-install-recommends fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
RUN useradd --system --home /data jingwei && mkdir /data && chown jingwei /data
COPY --from=build /src/target/release/jingwei /usr/local/bin/jingwei
USER jingwei
VOLUME /data
ENV JINGWEI_DATA=/data JINGWEI_LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["jingwei"]
CMD ["serve"]
