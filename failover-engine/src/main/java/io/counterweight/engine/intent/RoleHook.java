package io.counterweight.engine.intent;

import java.time.Duration;

/**
 * How the application of an exclusive service is told in one datacenter to stand down or to take over (rule E7).
 *
 * @param url where it is told, over HTTP
 * @param deadline for how long a handover waits for its answer
 */
public record RoleHook(String url, Duration deadline) {}
