import { join, resolve } from 'node:path'
import { assert } from '../../base/assert.ts'
import { CarillonError } from '../../base/errors.ts'
import type { AbandonmentMessage, Campaign } from '../../campaign/campaign.ts'
import type { Environment } from '../../campaign/network/check-network.ts'
import { isSound, isStream } from '../../campaign/network/shapes.ts'
import { isRecordingFolder } from '../../campaign/parse/recording.ts'
import type { Network, ServerEntry, SipTrunkEntry, Site } from '../../campaign/site.ts'
import {
  FREESWITCH_DEFAULTS,
  type FreeSwitchSettings,
  type ServerAddress,
  type SipTrunk,
} from '../../telephony/freeswitch/settings.ts'

/** What real calls are made of: the site's files, and the environment with its secrets. */
export interface CallsParts {
  readonly network: Network
  readonly site: Site
  readonly campaigns: readonly Campaign[]
  /** The folder of each campaign, by its id. */
  readonly folders: ReadonlyMap<string, string>
  readonly environment: Environment
}

/**
 * What the adapter is told. That every secret is there has been checked as the files were read.
 *
 * @throws CarillonError CAMPAIGN_INVALID when one message has two sounds, or a path has what
 * FreeSWITCH would take for more than a path.
 */
export function settingsOf(parts: CallsParts): FreeSwitchSettings {
  const { network, site, environment } = parts
  const { drachtio, moreDrachtio = [], freeswitch, moreFreeswitch = [] } = network
  const { listen, trunks, calls } = network
  const { profile, conferenceProfile, listen: here, holdMusic } = FREESWITCH_DEFAULTS
  const lines = new Map(site.trunks.map(trunk => [trunk.id, trunk.lines]))
  const sounds = soundsOf(parts)
  checkPaths(parts, sounds.values())
  return {
    ...FREESWITCH_DEFAULTS,
    drachtio: addressOf(drachtio, environment),
    moreDrachtio: moreDrachtio.map(one => addressOf(one, environment)),
    freeswitch: addressOf(freeswitch, environment),
    moreFreeswitch: moreFreeswitch.map(one => addressOf(one, environment)),
    profile: freeswitch.profile ?? profile,
    conferenceProfile: freeswitch.conferenceProfile ?? conferenceProfile,
    listen: listen === null ? here : { address: listen.address, port: listen.port },
    advertisedAddress: listen?.advertised ?? null,
    trunks: trunks.map(trunk => trunkOf(trunk, lines.get(trunk.id) ?? 0, environment)),
    holdMusic: calls.holdMusic ?? holdMusic,
    autoAnswer: calls.autoAnswer,
    longestCall: calls.longest,
    mediaTimeout: calls.mediaTimeout,
    soundOf(message) {
      const sound = sounds.get(message)
      assert(sound !== undefined, 'every message of a campaign has a sound')
      return sound
    },
  }
}

/** A secret that has been found before. */
export function secretIn(environment: Environment, name: string): string {
  const secret = environment(name)
  assert(secret !== undefined && secret !== '', `${name} holds a secret`)
  return secret
}

function addressOf(server: ServerEntry, environment: Environment): ServerAddress {
  const { host, port, secretFrom } = server
  return { host, port, secret: secretIn(environment, secretFrom) }
}

function trunkOf(trunk: SipTrunkEntry, lines: number, environment: Environment): SipTrunk {
  const { credentials, shown, probe: probeEvery, ...rest } = trunk
  const { header, withheld, allowed, ...format } = shown
  return {
    ...rest,
    lines,
    probeEvery,
    shown: { format, header, withheld, allowed },
    credentials:
      credentials === null
        ? null
        : {
            username: credentials.username,
            password: secretIn(environment, credentials.passwordFrom),
          },
  }
}

/** What a campaign says to people: to whom nobody could speak, and, if it differs, to callers. */
export interface Said {
  readonly message: AbandonmentMessage
  readonly isForCallers: boolean
}

/** The messages of a campaign. */
export function messagesOf({ message, incoming }: Campaign): readonly Said[] {
  const own = incoming?.message ?? null
  const first = { message, isForCallers: false }
  return own === null ? [first] : [first, { message: own, isForCallers: true }]
}

/** The sound file of each message, by its words: what the engine asks to have played. */
function soundsOf({ campaigns, folders }: CallsParts): ReadonlyMap<string, string> {
  const sounds = new Map<string, string>()
  const said = campaigns.flatMap(campaign =>
    messagesOf(campaign).map(({ message }) => ({ id: campaign.id, ...message })),
  )
  for (const { id, text, file } of said) {
    assert(file !== undefined, 'with servers each message has a sound')
    const sound = resolve(join(folders.get(id)!, file))
    const other = sounds.get(text)
    if (other !== undefined && other !== sound) {
      const todo = 'Let them have one sound, or say something else.'
      const what = `Two campaigns say the same message by two sounds, ${other} and ${sound}.`
      throw new CarillonError('CAMPAIGN_INVALID', `${what} ${todo}`)
    }
    sounds.set(text, sound)
  }
  return sounds
}

/** The folders above are part of each path, and nothing has looked at their names before. */
function checkPaths({ campaigns, network }: CallsParts, sounds: Iterable<string>): void {
  const { holdMusic } = network.calls
  const music = holdMusic === null || isStream(holdMusic) ? [] : [holdMusic]
  const records = campaigns.filter(({ recording }) => recording.which.kind !== 'none')
  const folders = records.map(({ recording }) => recording.folder)
  const wrong =
    [...sounds, ...music].find(path => !isSound(path)) ??
    folders.find(path => !isRecordingFolder(path))
  if (wrong === undefined) return
  const what = `FreeSWITCH would take ${JSON.stringify(wrong)} for more than a path.`
  const todo = 'Give its file and folders names without quotes, backslashes, colons and "$".'
  throw new CarillonError('CAMPAIGN_INVALID', `${what} ${todo}`)
}
