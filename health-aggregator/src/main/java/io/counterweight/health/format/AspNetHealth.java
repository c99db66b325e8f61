package io.counterweight.health.format;

/** ASP.NET Core: the body is one word, or a JSON object with that word as its status; Degraded answers 200. */
final class AspNetHealth {

    private AspNetHealth() {}

    static boolean isWord(String text) {
        return switch (text.trim()) {
            case "Healthy", "Degraded", "Unhealthy" -> true;
            default -> false;
        };
    }

    static Reading read(int status, String word) {
        boolean success = status >= 200 && status < 300;
        return switch (word.trim()) {
            case "Healthy" ->
                success
                        ? Reading.serving("Healthy")
                        : new Reading.Failing("says Healthy, but answered with status " + status);
            case "Degraded" ->
                success
                        ? new Reading.Serving(Reading.DEGRADED, "Degraded")
                        : new Reading.Failing("says Degraded, but answered with status " + status);
            case "Unhealthy" -> new Reading.Failing("Unhealthy");
            default -> new Reading.Failing("its status is not Healthy, Degraded or Unhealthy, answered with " + status);
        };
    }
}
