package io.counterweight.demo.shop;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What users call: it says which instance answered. */
@Path("/")
public class Shop {
    private final String datacenter;
    private final String instance;

    public Shop(
            @ConfigProperty(name = "shop.datacenter") String datacenter,
            @ConfigProperty(name = "shop.instance") String instance) {
        this.datacenter = datacenter;
        this.instance = instance;
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String hello() {
        return "shop " + datacenter + " " + instance + "\n";
    }
}
