package io.counterweight.rules;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The numbered rules that a test, or every test of a class, holds: {@code @Rule("E3")}. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Rule {

    /** Rule numbers as in docs/rules.md. */
    String[] value();
}
