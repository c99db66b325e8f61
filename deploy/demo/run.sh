#!/usr/bin/env bash
# Runs the demo from what `make build` has built. KEEP=1 leaves it running.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=target/demo
if deploy/demo/stop.sh --any; then
  echo "A demo is still running here, with its journals and logs in $work: end it with 'make stop'. Nothing was started." >&2
  exit 2
fi
rm -rf "$work"
mkdir -p "$work"
colour=0
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then colour=1; fi
COLOUR=$colour exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -cp deploy/demo/runner/target/demo-runner.jar \
  io.counterweight.demo.DemoMain "$work"
