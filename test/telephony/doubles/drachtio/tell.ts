import { formatSip, type SipMessage } from '../sip/message.ts'

/** What stands before the SIP text in a message of the control protocol. */
export interface Envelope {
  /** `host:port` of the other end; '' where the double made the message itself. */
  readonly peer: string
  /** As the real server has it: it knows none of some of its messages. */
  readonly protocol?: 'udp' | '' | 'unknown'
  /** `HH:MM:SS.ffffff`. */
  readonly time: string
  readonly transaction: string
  readonly dialog: string
}

/** @returns `ok` of a request that went out. */
export function sentRequest(id: string, sip: SipMessage, envelope: Envelope): string {
  const raw = formatSip(sip)
  const { transaction } = envelope
  return `response|${id}|OK|application|${measured(raw, envelope)}|${transaction}|Msg sent:|\r\n${raw}`
}

/** @returns `ok` of a response that went out. */
export function sentResponse(id: string, sip: SipMessage, envelope: Envelope): string {
  const raw = formatSip(sip)
  const { transaction, dialog } = envelope
  const about = `${measured(raw, envelope)}|${transaction}|${dialog}||Msg sent:|`
  return `response|${id}|OK|application|${about}\r\n${raw}`
}

/** @returns a refusal of a command. */
export function refused(id: string, why: string): string {
  return `response|${id}|NOK|${why}`
}

/** @returns a response, or a request within a dialog, that came. */
export function arrived(sip: SipMessage, envelope: Envelope): string {
  const raw = formatSip(sip)
  const { transaction, dialog } = envelope
  return `sip|network|${measured(raw, envelope)}|${transaction}|${dialog}|\r\n${raw}`
}

/** @returns a request that begins something. @param own `host:port` where it was received. */
export function arrivedNew(sip: SipMessage, envelope: Envelope, own: string): string {
  const raw = formatSip(sip)
  const { transaction } = envelope
  const at = own.replace(':', '|')
  return `sip|network|${measured(raw, envelope)}|${transaction}||${at}|\r\n${raw}`
}

/** @returns a BYE that the server sent by itself. */
export function sentUnasked(sip: SipMessage, envelope: Envelope): string {
  const raw = formatSip(sip)
  const { dialog } = envelope
  return `sip|application|${measured(raw, envelope)}|unsolicited|${dialog}|\r\n${raw}`
}

/** Size, protocol, address, port and time. A message made by the server itself has no size. */
function measured(raw: string, { peer, time, protocol = 'udp' }: Envelope): string {
  if (peer === '') return `0|${protocol}||0|${time}`
  return `${Buffer.byteLength(raw, 'utf8')}|${protocol}|${peer.replace(':', '|')}|${time}`
}
