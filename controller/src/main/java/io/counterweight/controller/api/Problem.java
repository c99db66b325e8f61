package io.counterweight.controller.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;

/**
 * What went wrong and what to do next, as RFC 9457 has it.
 *
 * @param field the path of the field that is wrong; empty where no single one is
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(int status, String title, String detail, String field) {
    static final String TYPE = "application/problem+json";
    private static final int SHORT = 80;

    static Response response(int status, String title, String detail, String field) {
        return Response.status(status)
                .type(TYPE)
                .entity(new Problem(status, title, detail, field))
                .build();
    }

    static String shortened(String text) {
        return text.length() <= SHORT ? text : text.substring(0, SHORT) + "...";
    }

    static WebApplicationException exception(int status, String title, String detail) {
        return exception(status, title, detail, "");
    }

    static WebApplicationException exception(int status, String title, String detail, String field) {
        return new WebApplicationException(detail, response(status, title, detail, field));
    }
}
