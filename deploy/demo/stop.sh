#!/usr/bin/env bash
# Ends a demo that was left running, by the process ids that it wrote down. With --any it ends nothing: the exit status says whether
# one is running.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$(pwd -P)
pids=target/demo/pids
# A number that another process has by now is none of ours.
ours() { tr '\0' ' ' 2> /dev/null < "/proc/$1/cmdline" | grep -qF "$here/"; }
living() {
  [ -e "$pids" ] || return 0
  while read -r pid name; do if ours "$pid"; then echo "$pid $name"; fi; done < "$pids"
}
all=$(living)
if [ "${1:-}" = --any ]; then [ -n "$all" ]; exit; fi
if [ -z "$all" ]; then echo "No demo was left running."; rm -f "$pids"; exit 0; fi
while read -r pid name; do
  kill "$pid" 2> /dev/null || true
  echo "ended $name ($pid)"
done <<< "$all"
# Ten seconds to end in order; who takes longer is killed.
for ((tenth = 0; tenth < 100; tenth++)); do
  if [ -z "$(living)" ]; then break; fi
  sleep 0.1
done
living | while read -r pid name; do kill -KILL "$pid" 2> /dev/null && echo "killed $name ($pid)"; done || true
rm -f "$pids"
echo "$(wc -l <<< "$all") processes ended."
