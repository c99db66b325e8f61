package io.counterweight.controller.api;

import io.counterweight.controller.Controller;
import io.counterweight.controller.api.Tokens.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Who calls, and whether they may. Without a file of tokens the API listens on loopback only, and whoever is there may do
 * everything, in the name of {@code local}.
 */
@ApplicationScoped
public class Access {
    static final String CALLER = "counterweight.caller";
    private static final Caller LOCAL = new Caller("local", Caller.OPERATOR);
    private static final String BEARER = "Bearer ";

    private final Controller controller;

    public Access(Controller controller) {
        this.controller = controller;
    }

    @ServerRequestFilter
    public Optional<Response> filter(ContainerRequestContext request) {
        String path = request.getUriInfo().getPath();
        if (!controller.started()) {
            return Optional.of(
                    Problem.response(503, "starting", "the controller is starting: ask again in a second", ""));
        }
        Optional<Tokens> tokens = controller.tokens();
        if (tokens.isEmpty()) {
            request.setProperty(CALLER, LOCAL);
            return Optional.empty();
        }
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        Optional<Caller> caller = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? tokens.get().caller(header.substring(BEARER.length()).trim())
                : Optional.empty();
        if (caller.isEmpty()) {
            Response refused = Problem.response(
                    401,
                    "no valid token",
                    "send the header 'Authorization: Bearer <token>' with a token of api.tokens",
                    "");
            refused.getHeaders().putSingle(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            return Optional.of(refused);
        }
        request.setProperty(CALLER, caller.get());
        boolean writes =
                !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
        boolean signal = path.startsWith("/api/v1/signals");
        boolean may = writes
                ? signal || caller.get().mayOperate()
                : caller.get().mayRead() || caller.get().mayAskFor(path);
        return may
                ? Optional.empty()
                : Optional.of(Problem.response(
                        403,
                        "not allowed",
                        "the token of '" + caller.get().name() + "' has the role "
                                + caller.get().role()
                                + ", which may not do this; ask for one with the role "
                                + (writes ? "operator" : "reader"),
                        ""));
    }

    static Caller of(ContainerRequestContext request) {
        return request.getProperty(CALLER) instanceof Caller caller ? caller : new Caller("nobody", "none");
    }
}
