package io.counterweight.engine.fact;

import io.counterweight.engine.name.ControllerId;

/** The highest stamp heard from one controller. */
public record Echo(ControllerId controller, ReportStamp stamp) {}
