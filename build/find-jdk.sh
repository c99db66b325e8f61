#!/bin/sh
# Prints the home of a JDK 25 or newer; says what is missing if there is none.
good() { [ -x "$1/bin/javac" ] && v=$("$1/bin/javac" -version 2>&1 | sed 's/[^0-9]*\([0-9]*\).*/\1/') && [ "${v:-0}" -ge 25 ]; }
path_home() { j=$(command -v javac 2>/dev/null) && dirname "$(dirname "$(readlink -f "$j")")"; }
for home in "${JAVA_HOME:-}" "$(path_home)" /usr/lib/jvm/* /opt/java/* /opt/jdk* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/*; do
  if [ -n "$home" ] && good "$home"; then printf '%s\n' "$home"; exit 0; fi
done
echo "Counterweight needs a JDK 25 or newer: install one (for example the package temurin-25-jdk or openjdk-25-jdk) or set JAVA_HOME to it." >&2
exit 1
