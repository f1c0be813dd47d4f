FROM golang:1.22 AS build
WORKDIR /src
COPY go.mod ./
COPY . .
RUN --mount=type=cache,target=/root/.cache CGO_ENABLED=0 \
    # static
    go build -o /bin/pay ./cmd/pay
FROM gcr.io/distroless/static
COPY --from=build /bin/pay /pay
ENTRYPOINT ["/pay"]
