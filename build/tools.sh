#!/usr/bin/env bash
# Installs the Debian packages that tests use as real clients and peers; no service is started by the installation.
set -euo pipefail
packages=(bind9-dnsutils knot-dnsutils unbound dnsperf knot bind9 libfaketime nftables iproute2 procps)
missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
command -v apt-get > /dev/null || { echo "These tests need: ${missing[*]} (Debian's names); install them by your system's means." >&2; exit 1; }
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo > /dev/null || { echo "Installing ${missing[*]} needs root: run 'apt-get install ${missing[*]}' as root." >&2; exit 1; }
  as_root=(sudo)
fi
policy=/usr/sbin/policy-rc.d
made_policy=
if [ ! -e $policy ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy > /dev/null
  "${as_root[@]}" chmod +x $policy
  made_policy=yes
fi
trap '[ -z "$made_policy" ] || "${as_root[@]}" rm -f $policy' EXIT
for try in 1 2 3; do
  if "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive sh -c \
      "apt-get -q -o DPkg::Lock::Timeout=120 update && apt-get -q -y -o DPkg::Lock::Timeout=120 install --no-install-recommends ${missing[*]}"; then
    exit 0
  fi
  echo "installing failed, try $try of 3" >&2
done
exit 1
