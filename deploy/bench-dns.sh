#!/usr/bin/env bash
# Counts DNS answers per second and their cost: the built-in server beside Knot and BIND. Run 'make build' first.
# Arguments: rounds (3), seconds of each run (8). Writes target/bench/dns.json and target/bench/dns.md.
set -euo pipefail
cd "$(dirname "$0")/.."
java="${JAVA_HOME:-$(build/find-jdk.sh)}/bin/java"
jars=$(find controller/target/quarkus-app/lib/main -name 'dnsjava.*.jar' -o -name 'org.slf4j.slf4j-api-*.jar' 2> /dev/null | paste -sd:)
classes=dns-adapter/target/test-classes
if [ -z "$jars" ] || [ ! -e "$classes/io/counterweight/dns/bench/DnsBench.class" ]; then
  echo "Nothing is built yet: run 'make build' first." >&2
  exit 1
fi
mkdir -p target/bench
exec "$java" -Dslf4j.internal.verbosity=ERROR -cp "$classes:dns-adapter/target/classes:failover-engine/target/classes:$jars" \
  io.counterweight.dns.bench.DnsBench target/bench "$@"
