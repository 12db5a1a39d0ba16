#!/bin/sh
# Operators' phones that pick up by themselves: sip:anna@127.0.0.1:5071, sip:bilal@127.0.0.1:5071 …
#   phones.sh [ADDRESS [PORT [MEDIA]]]    127.0.0.1, 5071, 18000 where nothing is said
# MEDIA: the first port of its audio, each call takes the next: below FreeSWITCH's, and a second one
# beside it needs others.
set -e
cd "$(dirname "$0")"
command -v sipp >/dev/null || { echo 'SIPp is needed: apt-get install sip-tester' >&2; exit 3; }
exec sipp -sf phone.xml -i "${1:-127.0.0.1}" -p "${2:-5071}" -mi "${1:-127.0.0.1}" \
  -mp "${3:-18000}" -nostdin
