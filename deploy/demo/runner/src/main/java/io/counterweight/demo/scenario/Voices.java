package io.counterweight.demo.scenario;

import java.util.List;

/** The controllers' own words. */
interface Voices {
    /** On what they decided between these moments of the wall's clock. */
    List<String> decided(long fromMillis, long toMillis);

    /** On what they hold to now. */
    List<String> standing();
}
