#!/usr/bin/env bash
# Kills applications and datacenters at random (TRIALS=100, DATACENTERS=30, SEED=...), then counts DNS answers per second.
# Results: target/bench.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p target/bench
rm -rf target/bench/world
run=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m ${SEED:+"-Dseed=$SEED"} -cp deploy/demo/runner/target/demo-runner.jar
  io.counterweight.demo.bench.BenchMain target/bench "${TRIALS:-100}" "${DATACENTERS:-30}")
counts=yes
command -v dnsperf > /dev/null || { counts=; echo "DNS answers are not counted: dnsperf is not installed ('make tools' does it)."; }
# In a network namespace of its own an address can be made to vanish; without one that kind of death is left out, and said.
if command -v nft > /dev/null && command -v ip > /dev/null && unshare -Urn true 2> /dev/null; then
  VANISH=1 unshare -Urn sh -c 'ip link set lo up && exec "$@"' bench "${run[@]}"
else
  "${run[@]}"
fi
if [ -n "$counts" ]; then deploy/bench-dns.sh; fi
