import type { Duration } from '../../../../src/base/duration.ts'
import type { Timeline } from '../../../../src/base/timeline.ts'
import type { Ids } from '../wire/ids.ts'
import type { Treat } from '../wire/treatment.ts'
import type { Channel } from './channel.ts'
import type { Conferences } from './conferences.ts'
import type { EslEvent } from './esl/events.ts'

/** What the parts of the FreeSWITCH double share. */
export interface Core {
  readonly timeline: Timeline
  readonly ids: Ids
  readonly treat: () => Treat
  readonly channels: ReadonlyMap<string, Channel>
  readonly conferences: Conferences
  /** How long each sound file plays; what is not here, is not found. */
  readonly sounds: ReadonlyMap<string, Duration>
  readonly address: string
  /** What it says to an `api` command instead of its own words, by the whole line. */
  readonly says: ReadonlyMap<string, string>
  /** Tells an event to every session that wants it. */
  emit(event: EslEvent): void
  hangUp(channel: Channel, cause: string): void
}

/** Tells an event about a channel, with its variables. */
export function emitOf(
  core: Core,
  channel: Channel,
  name: string,
  more: Readonly<Record<string, string>> = {},
): void {
  const headers = { ...channel.headers(), ...more, ...channel.variableHeaders() }
  core.emit({ name, headers })
}

/**
 * How long a sound plays: `silence_stream://ms` by its name, streams without end for ever.
 * @returns undefined where there is no such file.
 */
export function lengthOf(core: Core, sound: string): Duration | undefined {
  const silence = /^silence_stream:\/\/(\d+)/.exec(sound)
  if (silence !== null) return Number(silence[1])
  if (/^(tone|local)_stream:\/\//.test(sound)) return Number.POSITIVE_INFINITY
  return core.sounds.get(sound)
}
