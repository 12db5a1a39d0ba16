import type { Socket } from 'node:net'

/**
 * Reads a socket line by line. Whoever sends a longer line than `limit` characters is cut off:
 * nothing that is meant for us is near that.
 */
export function readLines(socket: Socket, limit: number, onLine: (line: string) => void): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > limit || lines.some(line => line.length > limit)) return void socket.destroy()
    for (const line of lines) onLine(line)
  })
}

/** What was sent, before anybody has looked at it. */
export type Unread = Readonly<Record<string, unknown>>

/** Reads a line as JSON; null where it is none, or no object. */
export function unread(line: string): Unread | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' ? (value as Unread | null) : null
  } catch {
    return null
  }
}
