/** Mailboxes in one Hazelcast cluster per datacenter, and mutual-TLS links between datacenters. */
@NullMarked
package io.counterweight.controller.gossip;

import org.jspecify.annotations.NullMarked;
