package io.counterweight.demo.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes {@code report.json}, and {@code report.html}, which is one file that needs no network. */
public final class Reports {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    private static final String PLACE = "\"the data\"";

    private Reports() {}

    public static void write(Data data, Path directory) throws IOException {
        String json = JSON.writeValueAsString(data);
        Files.writeString(directory.resolve("report.json"), json);
        try (InputStream page = Reports.class.getResourceAsStream("report.html")) {
            if (page == null) {
                throw new IOException("report.html is missing from the demo's jar");
            }
            String html = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(directory.resolve("report.html"), html.replace(PLACE, json.replace("</", "<\\/")));
        }
    }
}
