#!/usr/bin/env bash
# Makes a private authority and one identity per site, with the JDK's keytool alone.
#
#   certs.sh DIR SITE...            makes what is missing, leaves the rest as it is
#   certs.sh --renew DIR SITE...    gives the named sites new certificates of the same authority
#
# In DIR: ca.pem (give it to every controller), SITE/identity.p12 and SITE/password (give them to that site's controllers alone),
# ca/ (the authority's private key: keep it off the controllers).
set -euo pipefail
umask 077

CA_DAYS=3650
SITE_DAYS=825
# A controller whose clock is behind can use what was just made.
START=-1d
SUFFIX=counterweight.internal

usage() { echo "usage: $0 [--renew] DIR SITE..." >&2; exit 64; }
die() { echo "$0: $*" >&2; exit 1; }

renew=
if [ "${1:-}" = --renew ]; then renew=yes; shift; fi
[ $# -ge 2 ] || usage
dir=$1; shift
for site in "$@"; do
  [[ $site =~ ^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$ ]] || die "site '$site' must be a DNS label: lower case letters, digits and hyphens"
done

keytool=${JAVA_HOME:+$JAVA_HOME/bin/}keytool
command -v "$keytool" > /dev/null || die "$keytool is not there: set JAVA_HOME to a JDK 25 or newer"
# Without the flags the start of a JVM is most of the time that this takes.
run() { "$keytool" -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC "$@" 2> "$work/keytool.err" || die "keytool: $(cat "$work/keytool.err")"; }

mkdir -p "$dir"
work=$(mktemp -d "$dir/.making-XXXXXX")
trap 'rm -rf "$work"' EXIT

password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; echo; }

make_authority() {
  mkdir -p "$work/ca"
  password > "$work/ca/password"
  run -genkeypair -alias ca -keyalg EC -groupname secp256r1 -dname "CN=Counterweight private authority" \
    -ext bc:critical=ca:true,pathlen:0 -ext ku:critical=keyCertSign,cRLSign -startdate "$START" -validity $CA_DAYS \
    -storetype PKCS12 -keystore "$work/ca/ca.p12" -storepass:file "$work/ca/password"
  run -exportcert -rfc -alias ca -keystore "$work/ca/ca.p12" -storepass:file "$work/ca/password" > "$work/ca.pem"
  mv "$work/ca" "$dir/ca"
  mv "$work/ca.pem" "$dir/ca.pem"
  chmod 700 "$dir/ca"
  chmod 644 "$dir/ca.pem"
}

# The new files take the old ones' names one after the other; a controller that looks in between keeps its old certificate and
# looks again a second later.
make_site() {
  local site=$1 made=$work/$1
  mkdir -p "$made" "$dir/$site"
  if [ -s "$dir/$site/password" ]; then cp "$dir/$site/password" "$made/password"; else password > "$made/password"; fi
  local store=(-storetype PKCS12 -keystore "$made/identity.p12" -storepass:file "$made/password")
  run -genkeypair -alias identity -keyalg EC -groupname secp256r1 -dname "CN=$site" "${store[@]}"
  run -certreq -alias identity "${store[@]}" > "$made/request"
  run -gencert -rfc -alias ca -keystore "$dir/ca/ca.p12" -storepass:file "$dir/ca/password" -startdate "$START" -validity $SITE_DAYS \
    -ext "san=dns:$site.$SUFFIX" -ext ku:critical=digitalSignature -ext eku=serverAuth,clientAuth \
    -infile "$made/request" > "$made/certificate.pem"
  run -importcert -noprompt -alias ca -file "$dir/ca.pem" "${store[@]}"
  run -importcert -noprompt -alias identity -file "$made/certificate.pem" "${store[@]}"
  chmod 600 "$made/password" "$made/identity.p12"
  mv "$made/password" "$dir/$site/password"
  mv "$made/identity.p12" "$dir/$site/identity.p12"
}

if [ ! -s "$dir/ca/ca.p12" ]; then
  [ ! -e "$dir/ca" ] && [ ! -e "$dir/ca.pem" ] || die "$dir holds part of an authority: remove $dir/ca and $dir/ca.pem to begin anew"
  make_authority
  echo "made the authority $dir/ca.pem"
fi
for site in "$@"; do
  if [ -n "$renew" ] || [ ! -s "$dir/$site/identity.p12" ]; then
    make_site "$site"
    echo "made $dir/$site/identity.p12 for $site.$SUFFIX"
  else
    echo "kept $dir/$site/identity.p12"
  fi
done
