#!/bin/sh
# A carrier for trying Carillon without one: nobody is called. Ends with Ctrl-C, and with its calls.
#   carrier.sh [ADDRESS [PORT [MEDIA]]]    127.0.0.1, 5090, 10000 where nothing is said
# MEDIA: the first port of its audio, each call takes the next: below FreeSWITCH's, and a second one
# beside it needs others.
set -e
cd "$(dirname "$0")"
command -v sipp >/dev/null || { echo 'SIPp is needed: apt-get install sip-tester' >&2; exit 3; }
exec sipp -sf carrier.xml -i "${1:-127.0.0.1}" -p "${2:-5090}" -mi "${1:-127.0.0.1}" \
  -mp "${3:-10000}" -nostdin
