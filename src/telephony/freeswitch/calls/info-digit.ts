/**
 * The key that an INFO says was pressed (RFC 6086, legacy usage): `application/dtmf-relay` has
 * `Signal=5` on a line of its own, `application/dtmf` the key alone or the same; either may number
 * keys as RFC 4733 does, where 10 is a star and 11 a hash.
 *
 * @returns null where it is about something else.
 */
export function digitOfInfo(contentType: string, body: string): string | null {
  const type = /^\s*application\/(dtmf|dtmf-relay)\s*(?:;|$)/i.exec(contentType)?.[1]
  if (type === undefined) return null
  const signal = /^\s*(?:signal|digit)\s*=\s*(\S{1,2})\s*$/im.exec(body)?.[1]
  const bare = type.toLowerCase() === 'dtmf' ? /^\s*(\S{1,2})\s*$/.exec(body)?.[1] : undefined
  return keyOf((signal ?? bare ?? '').toUpperCase())
}

const keyOf = (said: string): string | null => {
  const key = NUMBERED[said] ?? said
  return /^[0-9*#A-D]$/.test(key) ? key : null
}

const NUMBERED: Readonly<Record<string, string>> = {
  '10': '*',
  '11': '#',
  '12': 'A',
  '13': 'B',
  '14': 'C',
  '15': 'D',
}
