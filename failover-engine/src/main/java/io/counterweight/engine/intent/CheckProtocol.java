package io.counterweight.engine.intent;

/** How an endpoint is asked for its health. */
public enum CheckProtocol {
    HTTP,
    HTTPS,
    TCP,
    TLS,
    GRPC
}
