import { seconds } from '../../../../src/base/duration.ts'
import type { Timeline } from '../../../../src/base/timeline.ts'
import {
  header,
  methodOf,
  request,
  type SipMessage,
  spelled,
  tagOf,
  userOf,
} from '../sip/message.ts'
import type { SipNetwork } from '../sip/network.ts'
import type { Ids } from '../wire/ids.ts'
import type { Application, CallState, Dialog } from './state.ts'
import { type Envelope, sentUnasked } from './tell.ts'

/** 64 times T1: how long a request waits for a response. RFC 3261, section 17.1.1.2. */
export const NO_RESPONSE = seconds(32)

/** Headers that the server writes, whatever the application says. */
const OWN = ['via', 'max-forwards', 'to', 'call-id', 'cseq', 'content-length']

/** What both directions of the SIP side share. */
export interface Core {
  readonly address: string
  readonly timeline: Timeline
  readonly network: SipNetwork
  readonly ids: Ids
  readonly state: CallState
  /** Applications that are connected. */
  readonly applications: () => readonly Application[]
}

/** @returns what the control protocol says about a message that goes or comes now. */
export function envelope(core: Core, peer: string, transaction: string, dialog = ''): Envelope {
  const iso = new Date(core.timeline.wall()).toISOString()
  return { peer, time: `${iso.slice(11, 23)}000`, transaction, dialog }
}

/** @returns a new request with what the server adds to it. */
export function composeNew(core: Core, asked: SipMessage, uri: string): SipMessage {
  const method = methodOf(asked)
  const told = header(asked, 'From').replace('@localhost', `@${core.address}`)
  const from = told === '' ? `<sip:${core.address}>` : told.includes('<') ? told : `<${told}>`
  const contact = contactOf(core, asked, method)
  return request(
    method,
    uri,
    [
      ['Via', via(core)],
      ['Max-Forwards', '70'],
      ['From', tagOf(from) === '' ? `${from};tag=${core.ids.token()}` : from],
      // Whoever sends a BYE of a dialog that is forgotten says whose it was.
      ['To', header(asked, 'To') || `<${uri}>`],
      // The second try after a challenge keeps its identity; all else has a new one.
      ['Call-ID', header(asked, 'Call-ID') || core.ids.uuid()],
      ['CSeq', header(asked, 'CSeq') || `1 ${method}`],
      ...contact,
      ...ownHeaders(asked),
    ],
    asked.body,
  )
}

/** @returns a request within a dialog. */
export function composeWithin(
  core: Core,
  dialog: Dialog,
  asked: SipMessage,
  sequence: number,
): SipMessage {
  const method = methodOf(asked)
  return request(
    method,
    dialog.target,
    [
      ['Via', via(core)],
      ['Max-Forwards', '70'],
      ['From', dialog.local],
      ['To', dialog.remote],
      ['Call-ID', dialog.callId],
      ['CSeq', `${sequence} ${method}`],
      ...contactOf(core, asked, method),
      ...ownHeaders(asked),
    ],
    asked.body,
  )
}

/** @returns the headers that the application itself gave, with the body's type. */
export function ownHeaders(asked: SipMessage): SipMessage['headers'] {
  const dropped = [...OWN, 'from', 'contact']
  const kept = asked.headers.filter(([name]) => !dropped.includes(name.toLowerCase()))
  const named = kept.map(([name, value]) => [spelled(name), value] as const)
  const typed = named.some(([name]) => name === 'Content-Type')
  if (typed || !asked.body.startsWith('v=0')) return named
  return [...named, ['Content-Type', 'application/sdp']]
}

/** Ends a dialog for a reason of the server's own, and tells the application. */
export function sendByeUnasked(core: Core, dialog: Dialog, reason: string): void {
  const asked = request('BYE', 'sip:placeholder', [['Reason', reason]])
  const bye = composeWithin(core, dialog, asked, ++dialog.sequence)
  core.network.send(core.address, dialog.target, bye)
  core.state.removeDialog(dialog.id)
  dialog.owner.tell(sentUnasked(bye, envelope(core, core.address, 'unsolicited', dialog.id)))
}

function contactOf(core: Core, asked: SipMessage, method: string): SipMessage['headers'] {
  if (!['INVITE', 'REGISTER', 'SUBSCRIBE', 'REFER', 'UPDATE'].includes(method)) return []
  const user = userOf(header(asked, 'Contact').replace(/^.*<|>.*$/g, ''))
  return [['Contact', `<sip:${user === '' ? '' : `${user}@`}${core.address}>`]]
}

function via(core: Core): string {
  return `SIP/2.0/UDP ${core.address};rport;branch=z9hG4bK${core.ids.token()}`
}
