import { CarillonError } from '../../../base/errors.ts'
import type { SipTrunk } from '../settings.ts'
import type { TrunkTrouble } from './health.ts'
import type { Forbidding } from './signs.ts'

/** A trunk's trouble for people. Nothing of it comes from the network but the status. */
export function wordsFor(trunk: SipTrunk, trouble: TrunkTrouble): CarillonError {
  const { id, host, transport } = trunk
  switch (trouble.kind) {
    case 'full':
      return new CarillonError(
        'OVERLOADED',
        `Trunk ${id}: the carrier has no room for calls (503). It is spared, and tried again soon.`,
      )
    case 'forbidden':
      return new CarillonError(
        'TELEPHONY_REFUSED',
        `Trunk ${id}: ${refusalOf(trunk, trouble)} It is tried again rarely.`,
      )
    case 'unreached':
      return new CarillonError(
        'TELEPHONY_UNREACHABLE',
        {
          unresolved: `Trunk ${id}: the name in ${host} does not resolve. Is it spelled right?`,
          closed: `Trunk ${id}: ${host} lets nobody in over ${transport}. Is the port right?`,
          noTransport: `Trunk ${id}: our SIP server does not speak ${transport}. Give it such a contact.`,
          silent: `Trunk ${id}: ${host} does not answer. Where the carrier answers calls but not OPTIONS, turn its probes off.`,
        }[trouble.fault],
      )
  }
}

/** That a call was not placed because the trunk may not show a number. */
export function mayNotShow({ id }: SipTrunk, number: string): CarillonError {
  return new CarillonError(
    'TELEPHONY_MISCONFIGURED',
    `Trunk ${id} may not show ${number}, so that nothing was sent. Show one of its own numbers.`,
  )
}

function refusalOf({ credentials }: SipTrunk, { status, unanswerable }: Forbidding): string {
  if (status === 402) return 'the carrier wants to be paid (402). Look after the account.'
  if (status === 403)
    return 'the carrier forbids our calls (403). Check the credentials, the number shown, the account.'
  if (unanswerable)
    return `the carrier asks for another proof than a digest by MD5 (${status}), and we have no other. Ask it for MD5, or to know us by our address.`
  return credentials === null
    ? `the carrier asks for credentials (${status}), and there are none.`
    : `the carrier refuses our credentials (${status}). Check them.`
}
