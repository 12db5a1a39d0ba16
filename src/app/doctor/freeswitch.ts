import { readFileSync } from 'node:fs'
import { type Duration, seconds } from '../../base/duration.ts'
import { isStream } from '../../campaign/network/shapes.ts'
import { Ended } from '../../telephony/freeswitch/wire/ended.ts'
import {
  askEventSocket,
  type EventSocketAnswer,
} from '../../telephony/freeswitch/wire/event-socket.ts'
import { type Reply, within } from '../../telephony/freeswitch/wire/within.ts'
import { messagesOf } from '../calls/settings.ts'
import type { OneServer } from './each-server.ts'
import { absent, type Finding, well, wrong } from './finding.ts'
import { judgeOpenFiles, judgeRtpRange, judgeSessions, needOf } from './rules/capacity.ts'
import { judgeClock } from './rules/clock.ts'
import { judgeConference } from './rules/conference.ts'
import { judgeFreeSwitch } from './rules/freeswitch.ts'
import { judgeCodecs, judgeProfile } from './rules/media-profile.ts'
import type { TestCallParts } from './test-call.ts'
import { takesConnections } from './wire/takes-connections.ts'

/** How long FreeSWITCH may take to answer. */
const LIMIT: Duration = seconds(4)

/** Asks one FreeSWITCH about itself, over its event socket. */
export async function* checkFreeSwitch(seen: OneServer): AsyncGenerator<Finding> {
  const { parts, settings, timeline } = seen
  const { profile, conferenceProfile } = settings
  const began = timeline.monotonic()
  const version = await ask(seen, 'version')
  const took = timeline.monotonic() - began
  const isSilent =
    !version.ok &&
    took > LIMIT / 2 &&
    (await takesConnections(settings.freeswitch, timeline, LIMIT))
  const there = judgeFreeSwitch(version, parts.network.freeswitch, took, isSilent)
  yield there
  if (there.state === 'absent' || (version.ok && version.value.kind === 'refused')) return
  const need = needOf(parts.site, parts.network, seen.among)
  const running = judgeProfile(profile, await words(seen, 'sofia status'))
  yield running
  if (running.state === 'well')
    yield judgeCodecs(await words(seen, `sofia status profile ${profile}`))
  yield judgeConference(conferenceProfile, await words(seen, configuration('conference.conf')))
  yield judgeSessions(await words(seen, 'status'), need)
  yield judgeRtpRange(await words(seen, configuration('switch.conf')), need)
  const asked = timeline.wall()
  const micros = await words(seen, 'strmicroepoch')
  yield judgeClock(Number(micros.trim() || NaN) / 1000, asked, timeline.wall())
  const limit = Number(/^\d+/.exec(await words(seen, 'system ulimit -n'))?.[0] ?? NaN)
  yield judgeOpenFiles('FreeSWITCH', Number.isNaN(limit) ? null : limit, need)
  yield* checkSounds(seen)
}

/** Whether this process may open files for all calls of the site. */
export function checkOwnFiles({ parts }: TestCallParts): Finding {
  return judgeOpenFiles('Carillon', ownLimit(), needOf(parts.site, parts.network))
}

/** Whether FreeSWITCH finds the sounds: it may be in another container. */
async function* checkSounds(seen: OneServer): AsyncGenerator<Finding> {
  const { settings, parts } = seen
  const { holdMusic } = parts.network.calls
  const files = parts.campaigns.flatMap(one =>
    messagesOf(one).map(({ message, isForCallers }) => {
      const check = `sound of ${one.id}${isForCallers ? ' for callers' : ''}`
      return [check, settings.soundOf(message.text)] as const
    }),
  )
  if (holdMusic !== null && !isStream(holdMusic)) files.push(['sound of hold', holdMusic])
  for (const [check, file] of files) {
    const found = (await words(seen, `file_exists ${file}`)).trim()
    if (found === 'true') yield well(check, `FreeSWITCH finds ${file}.`)
    else if (found === 'false') {
      const hint = 'Mount its folder where FreeSWITCH is, at the same path, and let it read there.'
      yield wrong(check, `FreeSWITCH does not find ${file}.`, hint)
    } else yield absent(check, `FreeSWITCH says of ${file}: ${found}`, 'Try again.')
  }
}

const configuration = (name: string): string =>
  `xml_locate configuration configuration name ${name}`

/** What it says to a command; '' where it says nothing. */
async function words(seen: OneServer, command: string): Promise<string> {
  const reply = await ask(seen, command)
  return reply.ok && reply.value.kind === 'answered' ? reply.value.body : ''
}

function ask(
  { settings, timeline }: OneServer,
  command: string,
): Promise<Reply<EventSocketAnswer>> {
  const bounds = { timeline, limit: LIMIT, ended: new Ended() }
  return within(bounds, () => askEventSocket(settings.freeswitch, command))
}

/** How many files this process may open; null where the system does not say. */
function ownLimit(): number | null {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === undefined ? null : Number(soft)
  } catch {
    return null
  }
}
