package io.counterweight.health.signal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.counterweight.health.format.Line;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalReaderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLACE = "'service':'shop','datacenter':'east'";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'status':'serving'                   | 1",
                "'status':'Serving','capacity':0.25   | 0.25",
                "'status':'serving','capacity':'0.25' | 0.25",
                "'status':'degraded'                  | 0.5",
                "'status':'degraded','capacity':0.9   | 0.9",
                "'status':'failing'                   | 0",
                "'status':'failing','capacity':0      | 0"
            })
    void readsStatusAndCapacity(String fields, double capacity) throws Exception {
        assertEquals(capacity, plain(fields).capacity());
    }

    @Test
    void readsTheLoadWhereTheSenderSaysIt() throws Exception {
        assertEquals(
                OptionalDouble.of(41.5), plain("'status':'serving','load':41.5").load());
        assertEquals(OptionalDouble.of(0), plain("'status':'serving','load':0").load());
        assertEquals(OptionalDouble.empty(), plain("'status':'serving'").load());
    }

    @Test
    void readsErrorsAndLagWhereTheSenderSaysThem() throws Exception {
        assertEquals(
                OptionalDouble.of(0.05),
                plain("'status':'serving','errors':0.05").errors());
        assertEquals(
                OptionalDouble.of(1.5), plain("'status':'serving','lag':'1.5s'").lagSeconds());
        assertEquals(OptionalDouble.empty(), plain("'status':'serving'").errors());
        assertEquals(OptionalDouble.empty(), plain("'status':'serving'").lagSeconds());
    }

    @Test
    void livesForHalfAMinuteUnlessItSaysOtherwise() throws Exception {
        assertEquals(30_000, plain("'status':'failing'").ttlMillis());
        assertEquals(250, plain("'status':'failing','ttl':'250ms'").ttlMillis());
        assertEquals(1_500, plain("'status':'failing','ttl':'1.5s'").ttlMillis());
        assertEquals(3_600_000, plain("'status':'failing','ttl':'1h'").ttlMillis());
        assertEquals(90_000, plain("'status':'failing','ttl':' 1m30s '").ttlMillis());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'datacenter':'east','status':'failing'                    | service is missing",
                "'service':7,'datacenter':'east','status':'failing'        | service is missing",
                "'service':'Shop!','datacenter':'east','status':'failing'  | service 'Shop!' is no valid name",
                "'service':'shop','datacenter':'E','status':'failing'      | datacenter 'E' is no valid name",
                "PLACE                                                     | status is missing",
                "PLACE,'status':'fine'                                     | status 'fine' is not serving, degraded or failing",
                "PLACE,'status':'serving','capacity':0                     | capacity is 0, but the status is not failing",
                "PLACE,'status':'failing','capacity':0.5                   | capacity is 0.5, but the status is failing",
                "PLACE,'status':'serving','capacity':1.01                  | capacity 1.01 is outside 0..1",
                "PLACE,'status':'serving','capacity':-1                    | capacity -1 is outside 0..1",
                "PLACE,'status':'serving','capacity':'NaN'                 | capacity NaN is outside 0..1",
                "PLACE,'status':'serving','capacity':1e999999              | outside 0..1",
                "PLACE,'status':'serving','capacity':'much'                | capacity 'much' is no number",
                "PLACE,'status':'serving','capacity':null                  | is no number",
                "PLACE,'status':'serving','capacity':{}                    | is no number",
                "PLACE,'status':'failing','ttl':'61m'                      | is not above 0 and at most 1h",
                "PLACE,'status':'failing','ttl':'0s'                       | is not above 0",
                "PLACE,'status':'failing','ttl':'-5s'                      | is not above 0",
                "PLACE,'status':'failing','ttl':'0.0001s'                  | is not above 0",
                "PLACE,'status':'failing','ttl':'soon'                     | ttl 'soon' is no length of time",
                "PLACE,'status':'failing','ttl':{}                         | ttl '{}' is no length of time: write it like 250ms",
                "PLACE,'status':'failing','ttl':[]                         | ttl '[]' is no length of time",
                "PLACE,'status':'failing','ttl':null                       | ttl 'null' is no length of time",
                "PLACE,'status':'failing','ttl':true                       | ttl 'true' is no length of time",
                "PLACE,'status':'failing','ttl':''                         | ttl '' is no length of time",
                "PLACE,'status':'failing','ttl':'1.5ms'                    | ttl '1.5ms' is no length of time",
                "PLACE,'status':'failing','ttl':'0ms'                      | is not above 0 and at most 1h",
                "PLACE,'status':'failing','ttl':'1d'                       | is not above 0 and at most 1h",
                "PLACE,'status':'failing','ttl':30                         | ttl '30' is no length of time",
                "PLACE,'status':'failing','ttl':'99999999999999999h'       | ttl",
                "PLACE,'status':'failing','sequence':-1                    | sequence '-1' is no whole number",
                "PLACE,'status':'failing','sequence':1.5                   | sequence '1.5' is no whole number",
                "PLACE,'status':'failing','sequence':'7'                   | sequence '7' is no whole number",
                "PLACE,'status':'failing','sequence':18446744073709551617  | is no whole number from 0 to 9223372036854775807",
                "PLACE,'status':'failing','sender':' '                     | sender is empty",
                "PLACE,'status':'serving','load':-1                         | load '-1' is no number from 0 to 1e12: send what",
                "PLACE,'status':'serving','errors':1.1                      | errors '1.1' is no number from 0 to 1",
                "PLACE,'status':'serving','lag':5                           | lag '5' is no length of time",
                "PLACE,'status':'serving','lag':'-1s'                       | lag -1s is below 0",
                "PLACE,'status':'serving','load':'9'                        | load '9' is no number from 0",
                "PLACE,'status':'serving','load':1e13                       | load '1.0E13' is no number from 0",
                "PLACE,'status':'failing','weight':1                       | field 'weight' is unknown: use capacity,"
            })
    void namesTheFieldThatIsWrong(String fields, String words) {
        refuses("{" + fields.replace("PLACE", PLACE) + "}", words);
    }

    @Test
    void refusesWhatIsNoObject() {
        refuses("[]", "no JSON object");
        refuses("'failing'", "no JSON object");
    }

    @Test
    void keepsReasonsShortAndOnOneLine() throws Exception {
        PushedSignal signal = plain("'status':'failing','reason':'a\\nb" + "x".repeat(5_000) + "'");
        assertTrue(signal.reason().startsWith("a bx"), signal.reason());
        assertEquals(Line.LONGEST, signal.reason().length());
    }

    @Test
    void countsByArrivalWhereTheSenderDoesNot() throws Exception {
        assertEquals(
                new PushedSignal.Order(1_234, false, Optional.empty()),
                plain("'status':'failing'").order());
        assertEquals(
                new PushedSignal.Order(7, true, Optional.empty()),
                plain("'status':'failing','sequence':7").order());
    }

    @Test
    void opensACloudEvent() throws Exception {
        PushedSignal signal = read("{'specversion':'1.0','id':'a1','source':'/shop/1','type':'x','data':{" + PLACE
                + ",'status':'degraded','reason':'slow disk'}}");
        assertEquals("/shop/1", signal.sender());
        assertEquals(0.5, signal.capacity());
        assertEquals(new PushedSignal.Order(1_234, false, Optional.of("/shop/1 a1")), signal.order());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'specversion':'0.3','id':'1','source':'s','data':{}           | specversion '0.3' is not 1.0",
                "'specversion':'1.0','source':'s','data':{}                    | id is missing",
                "'specversion':'1.0','id':'1','data':{}                        | source is missing",
                "'specversion':'1.0','id':'1','source':'s'                     | data is missing",
                "'specversion':'1.0','id':'1','source':'s','data':'e30='       | data is missing",
                "'specversion':'1.0','id':'1','source':'s','data_base64':'e30' | data is missing",
                "'specversion':'1.0','id':'1','source':'s','data':{}           | service is missing"
            })
    void namesWhatACloudEventLacks(String fields, String words) {
        refuses("{" + fields + "}", words);
    }

    private static PushedSignal plain(String fields) throws Exception {
        return read("{" + PLACE + "," + fields + "}");
    }

    private static PushedSignal read(String json) throws InvalidSignal, JsonProcessingException {
        return SignalReader.read(JSON.readTree(json.replace('\'', '"')), 1_234);
    }

    private static void refuses(String json, String words) {
        InvalidSignal invalid = assertThrows(InvalidSignal.class, () -> read(json));
        assertTrue(String.valueOf(invalid.getMessage()).contains(words), invalid.getMessage());
    }
}
