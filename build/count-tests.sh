#!/usr/bin/env bash
# Adds up what the test runner reported; fails if any test was skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
mapfile -t reports < <(find . -path '*/target/surefire-reports/TEST-*.xml' | sort)
sum() { cat "${reports[@]}" | grep -o '<testsuite [^>]*' | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{s+=$1} END {print s+0}'; }
tests=$(sum tests); skipped=$(sum skipped); failed=$(( $(sum failures) + $(sum errors) ))
if [ "$skipped" -gt 0 ]; then
  echo "skipped, though nothing may be skipped here:"
  grep -l '<skipped' "${reports[@]}"
  grep -h -A1 '<skipped' "${reports[@]}" | head -40
fi
echo "$((tests - skipped - failed)) passed, $failed failed, $skipped skipped"
[ "$skipped" -eq 0 ] && [ "$failed" -eq 0 ] && [ "$tests" -gt 0 ]
