package io.counterweight.engine.name;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "shop", "shop-2", "a--b"})
    void takesWhatFitsADnsLabel(String name) {
        assertEquals(name, ServiceName.of(name).toString());
        assertEquals(name, Site.of(name).toString());
        assertEquals(name, EndpointName.of(name).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-a", "a-", "Shop", "a_b", "a.b", "a/b", "ä"})
    void refusesWhatDoesNotAndNamesIt(String name) {
        String words = assertThrows(IllegalArgumentException.class, () -> ServiceName.of(name))
                .getMessage();

        assertTrue(words.contains("service '" + name + "'") && words.contains("lower-case"), words);
    }

    @Test
    void takes63LettersAndNotOneMore() {
        assertEquals(63, Site.of("a".repeat(63)).value().length());
        assertThrows(IllegalArgumentException.class, () -> Site.of("a".repeat(64)));
    }

    @Test
    void aControllerIsReadAsItIsWritten() {
        ControllerId controller = ControllerId.of("east", "a");

        assertEquals("east/a", controller.toString());
        assertEquals(controller, ControllerId.parse("east/a"));
        assertThrows(IllegalArgumentException.class, () -> ControllerId.parse("east"));
    }

    @Test
    void ordersControllersBySiteFirst() {
        List<ControllerId> ordered =
                Stream.of("east/b", "east/c", "west/a").map(ControllerId::parse).toList();

        assertEquals(ordered, ordered.reversed().stream().sorted().toList());
    }

    @Test
    void aPlacementNamesServiceAndDatacenter() {
        assertEquals("shop@east", new Placement(ServiceName.of("shop"), Site.of("east")).toString());
    }
}
