package io.counterweight.controller.gossip;

import io.counterweight.controller.config.ControllerConfig.Gossip;
import io.counterweight.engine.name.Site;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.SortedSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether this controller's certificate names its own site. Peers refuse any other, and cannot tell it why. */
final class OwnCertificate {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);

    private final Site self;
    private final Gossip config;
    private String mark = "";

    OwnCertificate(Site self, Gossip config) {
        this.self = self;
        this.config = config;
    }

    /** Says what is wrong, once for each set of files. */
    void look() {
        String now = Tls.mark(config);
        if (now.equals(mark)) {
            return;
        }
        mark = now;
        try {
            SortedSet<String> names = Tls.ownNames(config);
            if (!names.contains(Tls.nameOf(self))) {
                LOG.error(
                        "gossip.identity {} is a certificate of {}, and this controller is of {}: every peer refuses it;"
                                + " put {}/identity.p12 and its password there, no restart is needed",
                        config.identity(),
                        names,
                        self,
                        self);
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("gossip.identity {} cannot be read: {}; correct the files", config.identity(), e.toString());
        }
    }
}
