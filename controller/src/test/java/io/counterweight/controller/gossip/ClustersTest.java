package io.counterweight.controller.gossip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.SerializationConfig;
import com.hazelcast.internal.serialization.Data;
import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.counterweight.controller.config.ConfigLoader;
import io.counterweight.controller.config.ControllerConfig;
import io.counterweight.controller.kit.Yaml;
import io.counterweight.engine.name.Site;
import io.counterweight.rules.Rule;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Rule("G10")
class ClustersTest {
    @TempDir
    Path directory;

    private ControllerConfig config;

    /** What runs code when it is read: it is never read. */
    private static final class Gadget implements Serializable {
        private static final long serialVersionUID = 1;
        static final AtomicBoolean RAN = new AtomicBoolean();

        private void readObject(ObjectInputStream in) {
            RAN.set(true);
        }
    }

    @BeforeEach
    void load() throws Exception {
        config = ConfigLoader.load(Yaml.whole(directory).write());
    }

    private Config member() {
        return Clusters.memberConfig(config.self(), config.gossip());
    }

    private ClientConfig client() {
        return Clusters.clientConfig(config.self(), Site.of("west"), 1);
    }

    @Test
    void membersLookForNobodyThatIsNotNamed() {
        JoinConfig join = member().getNetworkConfig().getJoin();

        assertFalse(join.getMulticastConfig().isEnabled());
        assertFalse(join.getAutoDetectionConfig().isEnabled());
        assertFalse(join.isAutoDetectionEnabled());
        assertTrue(join.getTcpIpConfig().isEnabled());
        assertEquals(
                config.gossip().members().stream().map(Object::toString).toList(),
                join.getTcpIpConfig().getMembers());
    }

    @Test
    void membersListenInsideAlone() {
        NetworkConfig network = member().getNetworkConfig();

        assertEquals("false", member().getProperty("hazelcast.socket.bind.any"));
        assertEquals(config.gossip().listen().port(), network.getPort());
        assertFalse(network.isPortAutoIncrement(), "a busy port is an error, not the next port");
    }

    @Test
    void nothingIsToldToAnybodyElse() {
        assertEquals("false", member().getProperty("hazelcast.phone.home.enabled"));
        assertEquals("false", client().getProperty("hazelcast.phone.home.enabled"));
        assertFalse(member().getJetConfig().isEnabled());
        assertFalse(member().getManagementCenterConfig().isScriptingEnabled());
        assertFalse(member().getNetworkConfig().getMemcacheProtocolConfig().isEnabled());
    }

    @Test
    void clustersAreNamedAfterTheirSites() {
        assertEquals("cw-east", member().getClusterName());
        assertEquals("cw-west", client().getClusterName());
    }

    @Test
    void javaDeserializationIsClosed() {
        assertRefuses(member().getSerializationConfig());
        assertRefuses(client().getSerializationConfig());
    }

    private static void assertRefuses(SerializationConfig hardened) {
        InternalSerializationService open = new DefaultSerializationServiceBuilder().build();
        InternalSerializationService closed =
                new DefaultSerializationServiceBuilder().setConfig(hardened).build();
        Data gadget = open.toData(new Gadget());

        Throwable refusal = assertThrows(
                HazelcastSerializationException.class, () -> closed.toObject(new ForeignData(gadget).get()));

        assertTrue(
                String.valueOf(refusal.getMessage()).contains("not whitelisted")
                        || String.valueOf(refusal.getCause()).contains("SecurityException")
                        || String.valueOf(refusal.getMessage()).contains("blacklisted"),
                refusal.toString());
        assertFalse(Gadget.RAN.get(), "it never ran");
    }

    /** As it comes from the wire: the bytes, and nothing that the sender's process had. */
    private record ForeignData(Data data) {
        Data get() {
            return new com.hazelcast.internal.serialization.impl.HeapData(data.toByteArray());
        }
    }
}
