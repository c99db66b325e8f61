package io.counterweight.demo.ledger;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A plain Spring Boot application with Actuator, unchanged for Counterweight but for the header that names it, and for the role that it
 * is told where it may be active in one datacenter only. Until it is told one it has the role that it was started with.
 */
@SpringBootApplication
@RestController
public class Ledger {
    private static final String ACTIVE = "active";
    private final String datacenter;
    private volatile String role;

    public Ledger(
            @Value("${ledger.datacenter}") String datacenter, @Value("${ledger.role:" + ACTIVE + "}") String role) {
        this.datacenter = datacenter;
        this.role = role;
    }

    public static void main(String[] args) {
        SpringApplication.run(Ledger.class, args);
    }

    @GetMapping("/")
    public ResponseEntity<String> hello() {
        return role.equals(ACTIVE)
                ? ResponseEntity.ok("ledger " + datacenter + "\n")
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("passive in " + datacenter + "\n");
    }

    /** The hook: who still comes with an old address is refused from now on, or served. The same word twice does no harm. */
    @PostMapping("/role")
    public void stand(@RequestBody Order order) {
        role = order.role();
    }

    /** What the controllers of this datacenter tell. */
    public record Order(String service, String datacenter, String role) {}

    /** Who answers says who it is, so that a reused address is never mistaken for this service. */
    @Bean
    Filter identity() {
        return (request, response, chain) -> {
            if (response instanceof HttpServletResponse http) {
                http.setHeader("X-Identity", "ledger@" + datacenter);
            }
            chain.doFilter(request, response);
        };
    }
}
