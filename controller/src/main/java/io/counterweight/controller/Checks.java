package io.counterweight.controller;

import io.counterweight.controller.loop.Standing;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/** The controller's own health. */
public final class Checks {
    private Checks() {}

    /** Alive while the loop completes its turns. */
    @Liveness
    @ApplicationScoped
    public static class LoopTurns implements HealthCheck {
        private final Controller controller;

        public LoopTurns(Controller controller) {
            this.controller = controller;
        }

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("loop turns")
                    .status(controller.alive())
                    .withData("millisSinceLastTurn", controller.sinceLastTurn())
                    .build();
        }
    }

    /** Ready once the first round is complete, while the name server answers, and until this controller leaves. */
    @Readiness
    @ApplicationScoped
    public static class Answers implements HealthCheck {
        private final Controller controller;

        public Answers(Controller controller) {
            this.controller = controller;
        }

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("first round complete, name server open")
                    .status(controller.ready())
                    .withData(
                            "journal", controller.journalFailing().isEmpty() ? "written" : controller.journalFailing())
                    .build();
        }
    }

    /** Started once the first round is complete. */
    @Startup
    @ApplicationScoped
    public static class FirstRound implements HealthCheck {
        private final Controller controller;

        public FirstRound(Controller controller) {
            this.controller = controller;
        }

        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.named("first round complete")
                    .status(controller.standing().map(Standing::started).orElse(false))
                    .build();
        }
    }
}
