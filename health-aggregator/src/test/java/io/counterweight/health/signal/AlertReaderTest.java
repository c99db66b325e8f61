package io.counterweight.health.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHOP = "'service':'shop','datacenter':'east'";

    @Test
    void firingMeansFailing() throws Exception {
        AlertReader.Alerts alerts = webhook("", alert("firing", "f1", SHOP + ",'alertname':'ErrorsHigh'"));
        PushedSignal signal = alerts.signals().getFirst();
        assertEquals("shop", signal.service().value());
        assertEquals("east", signal.datacenter().value());
        assertEquals(0, signal.capacity());
        assertEquals("alert ErrorsHigh: many 500s", signal.reason());
        assertEquals(600_000, signal.ttlMillis());
    }

    @Test
    void aLabelMayGiveAShare() throws Exception {
        AlertReader.Alerts alerts = webhook("", alert("firing", "f1", SHOP + ",'capacity':'0.4'"));
        assertEquals(0.4, alerts.signals().getFirst().capacity());
    }

    @Test
    void resolvedTakesTheSameSendersWordBackForAsLong() throws Exception {
        PushedSignal firing = webhook("", alert("firing", "f1", SHOP)).signals().getFirst();
        PushedSignal resolved =
                webhook("", alert("resolved", "f1", SHOP)).signals().getFirst();
        assertEquals(firing.sender(), resolved.sender());
        assertEquals(1, resolved.capacity());
        assertEquals(firing.ttlMillis(), resolved.ttlMillis(), "a sibling may still hold the firing word");
    }

    @Test
    void aResolvedGroupWithAFiringAlertStillFails() throws Exception {
        AlertReader.Alerts alerts = webhook("'status':'resolved',", alert("firing", "f1", SHOP));
        assertEquals(0, alerts.signals().getFirst().capacity());
    }

    @Test
    void countsOneAlertOfOneGroupOnce() throws Exception {
        AlertReader.Alerts twice =
                webhook("'groupKey':'g1',", alert("firing", "f1", SHOP), alert("firing", "f1", SHOP));
        assertEquals(1, twice.signals().size());
        AlertReader.Alerts other = webhook("'groupKey':'g2',", alert("firing", "f1", SHOP));
        assertNotEquals(
                twice.signals().getFirst().sender(), other.signals().getFirst().sender());
    }

    @Test
    void tellsAlertsWithoutAFingerprintApartByTheirLabels() throws Exception {
        AlertReader.Alerts alerts =
                webhook("", alert("firing", "", SHOP + ",'pod':'a'"), alert("firing", "", SHOP + ",'pod':'b'"));
        assertEquals(2, alerts.signals().size());
    }

    @Test
    void saysHowManyAlertsWereCutOff() throws Exception {
        assertEquals(
                7, webhook("'truncatedAlerts':7,", alert("firing", "f1", SHOP)).cutOff());
        assertEquals(0, webhook("'truncatedAlerts':-3,").cutOff());
        assertEquals(0, webhook("'truncatedAlerts':'many',").cutOff());
        AlertReader.Alerts many = webhook(
                "'truncatedAlerts':1,",
                IntStream.range(0, 105)
                        .mapToObj(i -> alert("firing", "f" + i, SHOP))
                        .toArray(String[]::new));
        assertEquals(100, many.signals().size());
        assertEquals(6, many.cutOff());
    }

    @Test
    void passesOverAlertsThatNameNoPlace() throws Exception {
        AlertReader.Alerts alerts =
                webhook("", alert("firing", "f1", "'service':'shop'"), "{}", "7", alert("firing", "f2", SHOP));
        assertEquals(1, alerts.signals().size());
        assertEquals(List.of(), alerts.refused());
    }

    @Test
    void oneBadAlertDoesNotSilenceTheOthers() throws Exception {
        AlertReader.Alerts alerts = webhook(
                "",
                alert("firing", "f1", SHOP + ",'capacity':'lots'"),
                alert("smouldering", "f2", SHOP),
                alert("firing", "f3", "'service':'No Name','datacenter':'east'"),
                alert("firing", "f4", SHOP));
        assertEquals(1, alerts.signals().size());
        assertEquals(
                List.of(
                        "capacity 'lots' is no number: use a share from 0 to 1",
                        "status 'smouldering' of an alert is not firing or resolved",
                        "service 'No Name' is no valid name: use 1 to 63 lower-case letters, digits and inner hyphens"),
                alerts.refused());
    }

    @Test
    void refusesAnotherVersion() {
        assertThrows(InvalidSignal.class, () -> read("{'version':'5','alerts':[]}"));
        assertThrows(InvalidSignal.class, () -> read("{'version':'4','alerts':{}}"));
        assertThrows(InvalidSignal.class, () -> read("[]"));
    }

    private static String alert(String status, String fingerprint, String labels) {
        return "{'status':'" + status + "','fingerprint':'" + fingerprint + "','labels':{" + labels
                + "},'annotations':{'summary':'many 500s'},'startsAt':'2026-11-01T00:00:00Z',"
                + "'endsAt':'0001-01-01T00:00:00Z'}";
    }

    private static AlertReader.Alerts webhook(String fields, String... alerts) throws Exception {
        String all = String.join(",", alerts);
        return read("{'version':'4'," + fields + "'alerts':[" + all + "]}");
    }

    private static AlertReader.Alerts read(String json) throws InvalidSignal, JsonProcessingException {
        return AlertReader.read(JSON.readTree(json.replace('\'', '"')), 1_234);
    }
}
