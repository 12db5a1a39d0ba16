import { connect, type Socket } from 'node:net'
import { assert } from '../../../base/assert.ts'
import { type Duration, seconds } from '../../../base/duration.ts'
import type { ServerAddress } from '../settings.ts'

/** Whoever says nothing for so long is given up, and the connection with them. */
const SILENCE_LIMIT: Duration = seconds(4)

/** What FreeSWITCH's event socket said to one command. */
export type EventSocketAnswer =
  | { readonly kind: 'answered'; readonly body: string }
  | { readonly kind: 'refused'; readonly why: 'secret' | 'address' }

/**
 * Logs in to an event socket, asks one thing and hangs up. Rejects when the connection fails.
 *
 * The protocol: headers, an empty line and, where Content-Length says so, a body.
 */
export function askEventSocket(
  { host, port, secret }: ServerAddress,
  command: string,
): Promise<EventSocketAnswer> {
  return new Promise((resolve, reject) => {
    // A line break would end it and begin another; FreeSWITCH expands what follows a dollar sign.
    assert(!/[$\p{Cc}]/u.test(command), 'a command is one line, and says what it means')
    const socket = connect(port, host)
    const done = (answer: EventSocketAnswer): void => {
      resolve(answer)
      socket.destroy()
    }
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('it closed the connection')))
    socket.setTimeout(SILENCE_LIMIT, () => socket.destroy(new Error('it says nothing')))
    onMessage(socket, (type, headers, body) => {
      if (type === 'text/rude-rejection') done({ kind: 'refused', why: 'address' })
      else if (type === 'auth/request') socket.write(`auth ${secret}\n\n`)
      else if (type === 'api/response') done({ kind: 'answered', body })
      else if (type !== 'command/reply') return
      else if (/^Reply-Text: \+OK/m.test(headers)) socket.write(`api ${command}\n\n`)
      else done({ kind: 'refused', why: 'secret' })
    })
  })
}

/** More than any answer to what is asked here; a server that sends more is none of ours. */
const BUFFER_MAX = 1_000_000

function onMessage(
  socket: Socket,
  hear: (type: string, headers: string, body: string) => void,
): void {
  let buffer = Buffer.alloc(0)
  socket.on('data', chunk => {
    buffer = Buffer.concat([buffer, chunk])
    if (buffer.length > BUFFER_MAX) socket.destroy()
    for (;;) {
      const end = buffer.indexOf('\n\n')
      if (end === -1) return
      const headers = buffer.toString('utf8', 0, end)
      const length = Number(/^Content-Length: (\d+)/m.exec(headers)?.[1] ?? 0)
      const next = end + 2 + length
      if (buffer.length < next) return
      const body = buffer.toString('utf8', end + 2, next)
      buffer = buffer.subarray(next)
      hear(/^Content-Type: (\S+)/m.exec(headers)?.[1] ?? '', headers, body)
    }
  })
}
