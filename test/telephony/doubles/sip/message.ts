/** A SIP message: the first line, headers in their order, and the body. RFC 3261, section 7. */
export interface SipMessage {
  readonly start: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: string
}

const CRLF = '\r\n'
/** Names whose spelling is not capitals at each word's beginning. */
const SPELLED = new Map([
  ['call-id', 'Call-ID'],
  ['cseq', 'CSeq'],
  ['www-authenticate', 'WWW-Authenticate'],
])

/** @returns the message, or null where the text is none. */
export function parseSip(text: string): SipMessage | null {
  const end = text.indexOf(CRLF + CRLF)
  if (end < 0) return null
  const [start = '', ...lines] = text.slice(0, end).split(CRLF)
  const headers: [string, string][] = []
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) return null
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
  }
  const message = { start, headers, body: text.slice(end + 4) }
  return methodOf(message) === '' && statusOf(message) === 0 ? null : message
}

/** @returns the text, with the length of the body as it is. */
export function formatSip({ start, headers, body }: SipMessage): string {
  const length = Buffer.byteLength(body, 'utf8')
  const told = headers.filter(([name]) => name.toLowerCase() !== 'content-length')
  const lines = [...told, ['Content-Length', length] as const].map(([n, v]) => `${n}: ${v}`)
  return [start, ...lines].join(CRLF) + CRLF + CRLF + body
}

/** @returns `INVITE` and the like; '' for a response. */
export function methodOf({ start }: SipMessage): string {
  return /^([A-Z]+) \S+ SIP\/2\.0$/.exec(start)?.[1] ?? ''
}

/** @returns whom the request is for; '' for a response. */
export function uriOf({ start }: SipMessage): string {
  return /^[A-Z]+ (\S+) SIP\/2\.0$/.exec(start)?.[1] ?? ''
}

/** @returns the status; 0 for a request. */
export function statusOf({ start }: SipMessage): number {
  return Number(/^SIP\/2\.0 (\d{3})(?: |$)/.exec(start)?.[1] ?? 0)
}

/** @returns the first value of the header, '' where there is none. */
export function header(message: SipMessage, name: string): string {
  const wanted = name.toLowerCase()
  return message.headers.find(([one]) => one.toLowerCase() === wanted)?.[1] ?? ''
}

/** @returns the method that a request or a response belongs to. */
export function methodOfSequence(message: SipMessage): string {
  return header(message, 'CSeq').split(' ')[1] ?? ''
}

/** @returns the tag of a From or To header, '' where it has none yet. */
export function tagOf(value: string): string {
  return /;tag=([^;>\s]+)/.exec(value)?.[1] ?? ''
}

/** @returns the URI within a From, To or Contact header. */
export function uriWithin(value: string): string {
  return /<([^>]+)>/.exec(value)?.[1] ?? value.split(';')[0]!.trim()
}

/** @returns the part of a SIP URI before the `@`, '' where there is none. */
export function userOf(uri: string): string {
  return /^sips?:([^@;]*)@/.exec(uri)?.[1] ?? ''
}

/** @returns `host:port` of a SIP URI, with port 5060 where none is told. */
export function addressOf(uri: string): string {
  const host = /^sips?:(?:[^@]*@)?([^;>?]+)/.exec(uri)?.[1] ?? uri
  return host.includes(':') ? host : `${host}:5060`
}

/** @returns the branch that names the transaction of a request and its responses. */
export function branchOf(message: SipMessage): string {
  return /;branch=([^;\s]+)/.exec(header(message, 'Via'))?.[1] ?? ''
}

/** @returns the name as servers write it: `contact` becomes `Contact`. */
export function spelled(name: string): string {
  const lower = name.toLowerCase()
  return SPELLED.get(lower) ?? lower.replace(/(^|-)[a-z]/g, letter => letter.toUpperCase())
}

/** @returns a request within what the headers say; `via` and the rest are the caller's. */
export function request(
  method: string,
  uri: string,
  headers: SipMessage['headers'],
  body = '',
): SipMessage {
  return { start: `${method} ${uri} SIP/2.0`, headers, body }
}

/** @returns the response to a request, with `To` tagged by `tag` where it has no tag yet. */
export function response(
  to: SipMessage,
  status: number,
  reason: string,
  more: { tag?: string; headers?: SipMessage['headers']; body?: string } = {},
): SipMessage {
  const target = header(to, 'To')
  const tagged = tagOf(target) === '' && more.tag ? `${target};tag=${more.tag}` : target
  const type = more.body?.startsWith('v=0') ? [['Content-Type', 'application/sdp'] as const] : []
  return {
    start: `SIP/2.0 ${status} ${reason}`,
    headers: [
      ['Via', header(to, 'Via')],
      ['From', header(to, 'From')],
      ['To', tagged],
      ['Call-ID', header(to, 'Call-ID')],
      ['CSeq', header(to, 'CSeq')],
      ...(more.headers ?? []),
      ...type,
    ],
    body: more.body ?? '',
  }
}
