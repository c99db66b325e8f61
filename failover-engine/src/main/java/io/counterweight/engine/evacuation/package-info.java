/** A whole datacenter is left in order: callers before callees, layer by layer (rule W5). */
@NullMarked
package io.counterweight.engine.evacuation;

import org.jspecify.annotations.NullMarked;
