import { connect } from 'node:net'
import { type Duration, seconds } from '../../../base/duration.ts'
import type { Timeline } from '../../../base/timeline.ts'
import type { ServerAddress } from '../../../telephony/freeswitch/settings.ts'

/** What drachtio says to somebody who knocks. */
export type DrachtioAnswer =
  | { readonly kind: 'welcome'; readonly version: string; readonly contacts: readonly string[] }
  | { readonly kind: 'refused' }
  /** Whoever is there speaks another protocol, or hangs up. */
  | { readonly kind: 'stranger' }
  /** Somebody takes the connection and says nothing. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'unreachable'; readonly code: string }

/** How long it may take. */
const LIMIT: Duration = seconds(4)
/** More than any welcome. */
const ANSWER_MAX = 10_000
const ID = 'doctor'

/**
 * Logs in to drachtio's control port and leaves, by hand: the library would ask for requests, and
 * take them from an application that is at work.
 */
export function askDrachtio(
  { host, port, secret }: ServerAddress,
  timeline: Timeline,
): Promise<DrachtioAnswer> {
  const { promise, resolve } = Promise.withResolvers<DrachtioAnswer>()
  const socket = connect(port, host)
  let heard = ''
  const done = (answer: DrachtioAnswer): void => {
    resolve(answer)
    socket.destroy()
  }
  let connected = false
  socket.on('connect', () => {
    connected = true
    const message = `${ID}|authenticate|${secret}`
    socket.write(`${Buffer.byteLength(message)}#${message}`)
  })
  socket.on('data', data => {
    heard += data.toString('utf8')
    const answer = answerIn(heard)
    if (answer !== null) done(answer)
    else if (heard.length > ANSWER_MAX) done({ kind: 'stranger' })
  })
  socket.on('error', error => {
    const code = 'code' in error ? String(error.code) : error.message
    done({ kind: 'unreachable', code })
  })
  socket.on('close', () => resolve({ kind: 'stranger' }))
  const cancel = timeline.after(LIMIT, () => {
    if (!connected) done({ kind: 'unreachable', code: 'ETIMEDOUT' })
    else done({ kind: heard === '' ? 'silent' : 'stranger' })
  })
  return promise.finally(cancel)
}

/** `<length>#<id>|response|<ours>|OK|<contacts>|<version>|…`, or `NO` and a reason. */
function answerIn(heard: string): DrachtioAnswer | null {
  const [, length = '', rest = ''] = /^(\d{1,5})#(.*)$/s.exec(heard) ?? []
  if (length === '' || Buffer.byteLength(rest) < Number(length)) return null
  const [, kind, about, verdict, contacts = '', version = ''] = rest.split('|')
  if (kind !== 'response' || about !== ID) return { kind: 'stranger' }
  if (verdict !== 'OK') return { kind: 'refused' }
  return { kind: 'welcome', version, contacts: contacts.split(',').filter(one => one !== '') }
}
