package io.counterweight.controller.gossip;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.client.config.ClientConnectionStrategyConfig.ReconnectMode;
import com.hazelcast.client.config.RoutingMode;
import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JavaSerializationFilterConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.counterweight.controller.config.ControllerConfig.Address;
import io.counterweight.controller.config.ControllerConfig.Gossip;
import io.counterweight.controller.wire.EnvelopeSerializer;
import io.counterweight.engine.name.ControllerId;
import io.counterweight.engine.name.Site;
import java.util.Map;

/** Hazelcast, set up: hardened, bound inside, with timeouts in seconds. */
public final class Clusters {
    private static final String PARTITIONS = "31";

    private Clusters() {}

    static HazelcastInstance member(ControllerId self, Gossip gossip) {
        System.setProperty("hazelcast.local.localAddress", gossip.listen().host());
        return Hazelcast.newHazelcastInstance(memberConfig(self, gossip));
    }

    static HazelcastInstance client(ControllerId self, Site peer, int loopbackPort) {
        return HazelcastClient.newHazelcastClient(clientConfig(self, peer, loopbackPort));
    }

    /** A controller's place in its own site's cluster. */
    public static Config memberConfig(ControllerId self, Gossip gossip) {
        Config config = new Config();
        config.setInstanceName(self.toString());
        config.setClusterName(name(self.site()));
        Map.of(
                        "hazelcast.socket.bind.any", "false",
                        "hazelcast.phone.home.enabled", "false",
                        "hazelcast.logging.type", "slf4j",
                        "hazelcast.heartbeat.interval.seconds", "1",
                        "hazelcast.max.no.heartbeat.seconds", "5",
                        "hazelcast.operation.call.timeout.millis", "2000",
                        "hazelcast.wait.seconds.before.join", "1",
                        "hazelcast.merge.first.run.delay.seconds", "5",
                        "hazelcast.merge.next.run.delay.seconds", "5",
                        "hazelcast.partition.count", PARTITIONS)
                .forEach(config::setProperty);
        config.setProperty("hazelcast.shutdownhook.enabled", "false");
        config.getNetworkConfig()
                .setPort(gossip.listen().port())
                .setPortAutoIncrement(false)
                .setPublicAddress(gossip.listen().toString())
                .setReuseAddress(true);
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(1);
        gossip.members().forEach(member -> join.getTcpIpConfig().addMember(member.toString()));
        config.addMapConfig(new MapConfig("facts").setBackupCount(1).setInMemoryFormat(InMemoryFormat.BINARY));
        serialization(config.getSerializationConfig());
        return config;
    }

    /** A controller's link into another site's cluster, through this loopback port. */
    public static ClientConfig clientConfig(ControllerId self, Site peer, int loopbackPort) {
        ClientConfig config = new ClientConfig();
        config.setInstanceName(self + "->" + peer);
        config.setClusterName(name(peer));
        Map.of(
                        "hazelcast.logging.type", "slf4j",
                        "hazelcast.client.heartbeat.interval", "500",
                        "hazelcast.client.heartbeat.timeout", "2000",
                        "hazelcast.client.invocation.timeout.seconds", "2",
                        "hazelcast.client.statistics.enabled", "false",
                        "hazelcast.phone.home.enabled", "false")
                .forEach(config::setProperty);
        config.setProperty("hazelcast.client.shutdownhook.enabled", "false");
        config.getNetworkConfig()
                .addAddress(new Address("127.0.0.1", loopbackPort).toString())
                .setConnectionTimeout(2_000);
        config.getNetworkConfig().getClusterRoutingConfig().setRoutingMode(RoutingMode.SINGLE_MEMBER);
        config.getConnectionStrategyConfig().setAsyncStart(true).setReconnectMode(ReconnectMode.ASYNC);
        config.getConnectionStrategyConfig()
                .getConnectionRetryConfig()
                .setInitialBackoffMillis(100)
                .setMaxBackoffMillis(500)
                .setMultiplier(1.5)
                .setJitter(0.3)
                .setClusterConnectTimeoutMillis(-1);
        serialization(config.getSerializationConfig());
        return config;
    }

    /** Compact with explicit schemas; Java's own deserialization is closed to everything of ours. */
    private static void serialization(SerializationConfig config) {
        config.getCompactSerializationConfig().addSerializer(new EnvelopeSerializer());
        JavaSerializationFilterConfig filter = new JavaSerializationFilterConfig();
        filter.getBlacklist().addPrefixes("io.counterweight", "io.quarkus", "io.vertx", "org.", "jakarta.");
        config.setJavaSerializationFilterConfig(filter);
    }

    private static String name(Site site) {
        return "cw-" + site;
    }
}
