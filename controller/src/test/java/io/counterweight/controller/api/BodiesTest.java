package io.counterweight.controller.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.counterweight.controller.intent.InvalidIntent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private static String refusal(String body) {
        return String.valueOf(
                assertThrows(InvalidIntent.class, () -> Bodies.read(body)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"hosts": | line 1, column 10: Unexpected end-of-input within/between Object entries
                    {"hosts": ["shop" | line 1, column 18: Unexpected end-of-input: expected close marker for Array
                    {} {} | line 1, column 4: Trailing token (of type START_OBJECT) found after value
                    {"a": 1, "a": 2} | line 1, column 13: Duplicate field 'a'
                    {'a': 1} | line 1, column 2: Unexpected character (''' (code 39)): was expecting double-quote to start field name
                    {"a": NaN} | line 1, column 10: Non-standard token 'NaN'
                    """)
    void saysWhereItIsNoJsonAndWhy(String body, String words) {
        assertEquals("the body is no JSON that can be taken, " + words, refusal(body));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\n  \"hosts\": [\"shop\",]\n}", "{\n  \"hosts\" [\"shop\"]}"})
    void countsLines(String body) {
        assertTrue(refusal(body).startsWith("the body is no JSON that can be taken, line 2, column "), refusal(body));
    }

    @Test
    void saysNothingOfTheParsersSettings() {
        String deep = refusal("[".repeat(5_000));
        assertTrue(deep.contains("nesting depth"), deep);
        assertFalse(deep.contains("`"), deep);
    }
}
