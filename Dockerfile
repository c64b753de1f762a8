# Taskgate's image, as its own policies ask for it: pinned, small, nobody's root, no shell where it runs.
#
#   npm ci && npm pack
#   docker build \
#     --build-arg BUILD_IMAGE=public.ecr.aws/docker/library/node:24-bookworm-slim@sha256:DIGEST \
#     --build-arg RUN_IMAGE=gcr.io/distroless/cc-debian12@sha256:DIGEST \
#     --build-arg REVISION=$(git rev-parse HEAD) --tag taskgate .
#
# Neither image has a default: which digest is the right one you know (`docker buildx imagetools inspect NAME:TAG` prints it),
# and a tag is refused below. Both are of one Debian: the node of the first runs on the C libraries of the second.
ARG BUILD_IMAGE
ARG RUN_IMAGE

FROM ${BUILD_IMAGE} AS build
ARG BUILD_IMAGE
ARG RUN_IMAGE
RUN for image in "$BUILD_IMAGE" "$RUN_IMAGE"; do \
      expr "$image" : '[^@]*@sha256:[0-9a-f]\{64\}$' >/dev/null \
        || { echo "$image is not pinned: name it by its digest, as in NAME@sha256:DIGEST" >&2; exit 1; }; \
    done
WORKDIR /app
COPY taskgate-*.tgz ./
# The package depends on nothing but Node, so there is nothing to install: docs/decisions/0016-one-bundle.md.
RUN tar -xzf taskgate-*.tgz --strip-components=1 && rm taskgate-*.tgz && mkdir /data

FROM ${RUN_IMAGE}
ARG RUN_IMAGE
ARG REVISION
LABEL org.opencontainers.image.title="taskgate" \
      org.opencontainers.image.description="Admission control for Amazon ECS" \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="${RUN_IMAGE}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app /app
# The one place for a volume, where the store is a file: it gets its owner from here. With a store in DynamoDB nothing is written.
COPY --from=build --chown=65532:65532 /data /data
WORKDIR /app
ENV NODE_ENV=production
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["/usr/local/bin/node", "-e", "fetch(\"http://127.0.0.1:8080/healthz\",{signal:AbortSignal.timeout(4000)}).then(({ok})=>process.exit(ok?0:1),()=>process.exit(1))"]
ENTRYPOINT ["/usr/local/bin/node", "/app/bin/taskgate.js"]
CMD ["serve"]
