import { spawnSync } from 'node:child_process'
import {
  FREESWITCH_DEFAULTS,
  type ServerAddress,
  type SipTrunk,
  TRUNK_DEFAULTS,
} from '../../src/telephony/freeswitch/settings.ts'
import { serversAreOnPath } from './on-path/on-path.ts'

/** The two servers that live tests run on. */
export interface LiveServers {
  readonly drachtio: ServerAddress
  readonly freeswitch: ServerAddress
}

/**
 * The servers that the environment names: CARILLON_LIVE_DRACHTIO and CARILLON_LIVE_FREESWITCH as
 * host:port, and CARILLON_LIVE_SECRET, which both ask for; null where it names none.
 */
export function liveServers(): LiveServers | null {
  const { CARILLON_LIVE_DRACHTIO, CARILLON_LIVE_FREESWITCH, CARILLON_LIVE_SECRET } = process.env
  if (!CARILLON_LIVE_DRACHTIO || !CARILLON_LIVE_FREESWITCH || !CARILLON_LIVE_SECRET) return null
  return {
    drachtio: addressOf(CARILLON_LIVE_DRACHTIO, CARILLON_LIVE_SECRET),
    freeswitch: addressOf(CARILLON_LIVE_FREESWITCH, CARILLON_LIVE_SECRET),
  }
}

/** Of those that a shell finds. */
const START_THEM = 'Those on the path are started by "npm run test:live".'
/** What to do where there are no servers, in one line. */
export const NO_SERVERS = [
  'Skipped: no servers. Name them by CARILLON_LIVE_DRACHTIO=host:port,',
  'CARILLON_LIVE_FREESWITCH=host:port and CARILLON_LIVE_SECRET.',
  ...(serversAreOnPath() ? [START_THEM] : []),
].join(' ')

/** Says in a line why tests are skipped though there are servers. @param what as a sentence. */
export function tellSkipped(what: string, need: string): void {
  if (liveServers() !== null) process.stderr.write(`Skipped: ${what} ${need}\n`)
}

/** Whether SIPp is there, which some tests need; if not, it tells what is skipped. */
export function hasSipp(what: string): boolean {
  const isThere = spawnSync('sipp', ['-v']).error === undefined
  if (!isThere) tellSkipped(what, 'SIPp is needed on the path: apt-get install sip-tester.')
  return isThere
}

function addressOf(text: string, secret: string): ServerAddress {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)), secret }
}

/** Settings of an adapter on these servers with one trunk `main` to a carrier on this machine. */
export function liveSettings(servers: LiveServers, carrierPort: number, lines = 10) {
  const main: SipTrunk = {
    ...TRUNK_DEFAULTS,
    // SIPp's scenario of a carrier does not answer OPTIONS.
    probeEvery: null,
    id: 'main',
    lines,
    host: `127.0.0.1:${carrierPort}`,
    transport: 'udp',
    domain: 'carrier.invalid',
    credentials: null,
  }
  return {
    ...FREESWITCH_DEFAULTS,
    ...servers,
    trunks: [main],
    soundOf: () => 'silence_stream://2000',
  }
}
