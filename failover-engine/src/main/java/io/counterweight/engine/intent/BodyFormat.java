package io.counterweight.engine.intent;

/** How the body of an HTTP health answer is read; {@code AUTO} goes by content type and shape. */
public enum BodyFormat {
    AUTO,
    STATUS_ONLY,
    MICROPROFILE,
    SPRING_BOOT,
    IETF_HEALTH_JSON,
    ASP_NET,
    HAPROXY_AGENT,
    TEXT_MATCH
}
