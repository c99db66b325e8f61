package io.counterweight.engine.replay;

import io.counterweight.engine.name.ControllerId;

/**
 * One run of one controller, from its start to its end. Incarnations alone do not tell two of them apart: a disk that was wiped
 * begins to count anew.
 *
 * @param mark chosen at random at the start
 */
public record Life(ControllerId controller, long incarnation, String mark) {}
