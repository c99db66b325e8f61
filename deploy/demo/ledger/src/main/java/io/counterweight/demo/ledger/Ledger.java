package io.counterweight.demo.ledger;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A plain Spring Boot application with Actuator, unchanged for Counterweight but for the header that names it. */
@SpringBootApplication
@RestController
public class Ledger {
    private final String datacenter;

    public Ledger(@Value("${ledger.datacenter}") String datacenter) {
        this.datacenter = datacenter;
    }

    public static void main(String[] args) {
        SpringApplication.run(Ledger.class, args);
    }

    @GetMapping("/")
    public String hello() {
        return "ledger " + datacenter + "\n";
    }

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
