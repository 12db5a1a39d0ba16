import type { ServerEntry } from '../../../campaign/site.ts'
import type { EventSocketAnswer } from '../../../telephony/freeswitch/wire/event-socket.ts'
import type { Reply } from '../../../telephony/freeswitch/wire/within.ts'
import { absent, type Finding, silent, well, wrong } from '../finding.ts'
import { isAtLeast } from './version.ts'

const CHECK = 'FreeSWITCH'
/** Where the event socket is set up. */
const SOCKET_FILE = "event_socket.conf.xml, or in freeswitch.xml of Carillon's deploy/"
const THERE =
  '"password" in event_socket.conf.xml, or with deploy/ CARILLON_FREESWITCH_SECRET as it starts'

/** Tried with 1.10.11 and later. */
const OLDEST = [1, 10] as const

/**
 * What FreeSWITCH's answer to `version` says of it.
 *
 * @param took in ms.
 * @param isSilent whether somebody is there, and said nothing in that time.
 */
export function judgeFreeSwitch(
  reply: Reply<EventSocketAnswer>,
  { host, port, secretFrom }: ServerEntry,
  took: number,
  isSilent = false,
): Finding {
  const where = `${host}:${port}`
  if (isSilent) return silent(CHECK, { host, port }, 'event socket (8021)')
  if (!reply.ok) {
    const hint =
      'If it was just started, ask again: it takes a few seconds. Otherwise start FreeSWITCH, or mend servers.freeswitch in the site file.'
    return absent(CHECK, `No event socket at ${where} (${reply.why}).`, hint)
  }
  const answer = reply.value
  if (answer.kind === 'refused')
    return answer.why === 'secret'
      ? wrong(
          CHECK,
          `FreeSWITCH at ${where} does not accept our secret.`,
          `Give both the same: ${secretFrom} here, and there ${THERE}.`,
        )
      : wrong(
          CHECK,
          `FreeSWITCH at ${where} does not let our address in.`,
          `Add it to the list that apply-inbound-acl names in ${SOCKET_FILE}.`,
        )
  const version = /Version (\S+)/.exec(answer.body)?.[1] ?? 'of an unknown version'
  if (!isAtLeast(version, OLDEST))
    return wrong(CHECK, `FreeSWITCH is ${version}.`, 'Install 1.10 or later.')
  return well(CHECK, `${where} accepts our secret, ${version}, ${took.toFixed(0)} ms.`)
}
