#!/usr/bin/env bash
# Ends a demo that was left running, by the process ids that it wrote down.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$(pwd)
pids=target/demo/pids
if [ ! -e "$pids" ]; then echo "No demo was left running."; exit 0; fi
ended=0
while read -r pid name; do
  # A number that another process has by now is none of ours.
  if tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -qF "$here/"; then
    kill "$pid" 2> /dev/null && ended=$((ended + 1)) && echo "ended $name ($pid)"
  fi
done < "$pids"
rm -f "$pids"
echo "$ended processes ended."
