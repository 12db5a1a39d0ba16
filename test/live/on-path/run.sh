#!/bin/bash
# Runs live tests on the servers that the environment names. Where it names none and both are on the
# path, drachtio and FreeSWITCH are started with the files of deploy/, on ports of their own on
# 127.0.0.1, and ended afterwards. Where there are none the tests say so, and are skipped.
#   run.sh [TEST…]    all live tests where nothing is said
set -eu
cd "$(dirname "$0")/../../.."
export CARILLON_LIVE=1
run() { npx vitest run "${@:-test/live}" --no-file-parallelism --testTimeout 60000 --hookTimeout 60000; }
isThere() { command -v "$1" >/dev/null; }
if [ -n "${CARILLON_LIVE_DRACHTIO:-}" ] || ! isThere drachtio || ! isThere freeswitch; then
  run "$@"
  exit
fi
control=19022 sip=15060 events=18021 media=15080
secret=$(node -p 'crypto.randomUUID()')
folder=$(mktemp -d)
export CARILLON_ADDRESS=127.0.0.1 DRACHTIO_SECRET=$secret CARILLON_FREESWITCH_SECRET=$secret
export CARILLON_FREESWITCH_PORT=$events CARILLON_FREESWITCH_SIP_PORT=$media
# Another FreeSWITCH on this machine begins with the first ports of its range.
export CARILLON_RTP_FROM=28000 CARILLON_RTP_TO=32767

drachtio --file=deploy/drachtio/drachtio.conf.xml "--contact=sip:127.0.0.1:$sip;transport=udp,tcp" \
  --address=127.0.0.1 --port=$control >"$folder/drachtio.log" 2>&1 &
servers=$!
freeswitch -np -nonat -nf -nc -conf "$PWD/deploy/freeswitch" -log "$folder" -db "$folder" \
  -run "$folder" >"$folder/freeswitch.log" 2>&1 &
servers="$servers $!"
trap 'kill $servers 2>/dev/null || true; wait; rm -r "$folder"' EXIT

answers() { (: >"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
for port in $control $events $media; do
  until answers "$port"; do
    for pid in $servers; do
      kill -0 "$pid" 2>/dev/null || { tail -n 5 "$folder"/*.log >&2; exit 3; }
    done
    sleep 0.1
  done
done

export CARILLON_LIVE_SECRET=$secret CARILLON_LIVE_SIP_PORT=$sip
export CARILLON_LIVE_DRACHTIO=127.0.0.1:$control CARILLON_LIVE_FREESWITCH=127.0.0.1:$events
run "$@"
