import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import type { Snapshot } from '../../dialing/view/snapshot.ts'
import { controlPath } from './control-path.ts'
import { readLines } from './read-lines.ts'

/** What may be asked of a running engine. */
export type ControlRequest =
  | { readonly ask: 'snapshot' }
  | { readonly ask: 'start' | 'stop'; readonly campaign: string }

/** What it answers: how things stand after what was asked, or why it cannot do it. */
export type ControlAnswer = { readonly snapshot: Snapshot } | { readonly problem: string }

/** What the running engine does for others. */
export interface Controlled {
  snapshot(): Snapshot
  control(command: { readonly kind: 'start' | 'stop'; readonly campaign: string }): void
}

/** Answers that a client may leave unread, in bytes: a few of the largest. */
const UNREAD_MAX = 4_000_000
/** Clients at once: the commands of one person. */
const CLIENTS_MAX = 20

/** The longest request that is read; none is near it. */
const LINE_MAX = 10_000

/**
 * Listens on a local socket that only this user can open, one JSON line for each question and
 * answer. No network is involved. The site's lock is held while this runs, so a socket file that is
 * already there was left by an engine that died.
 *
 * @returns a function that stops listening.
 */
export async function listenForCommands(dbFile: string, engine: Controlled): Promise<() => void> {
  const path = controlPath(dbFile)
  rmSync(path, { force: true })
  const server = createServer(socket => serve(socket, engine))
  server.maxConnections = CLIENTS_MAX
  const umask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } finally {
    process.umask(umask)
  }
  server.unref()
  return () => {
    server.close()
    rmSync(path, { force: true })
  }
}

function serve(socket: Socket, engine: Controlled): void {
  socket.on('error', () => socket.destroy())
  socket.unref()
  readLines(socket, LINE_MAX, line => {
    // Who asks and does not read is not answered for ever.
    if (socket.writableLength > UNREAD_MAX) return void socket.destroy()
    socket.write(`${JSON.stringify(answer(line, engine))}\n`)
  })
}

function answer(line: string, engine: Controlled): ControlAnswer {
  const request = parse(line)
  if (request === null) return { problem: 'A request is one line of JSON.' }
  if (request.ask === 'snapshot') return { snapshot: engine.snapshot() }
  if (request.ask !== 'start' && request.ask !== 'stop') {
    return { problem: 'This engine knows "snapshot", "start" and "stop".' }
  }
  const { ask: kind, campaign } = request
  const known = engine.snapshot().campaigns.map(one => one.id)
  if (typeof campaign !== 'string' || !known.includes(campaign)) {
    return { problem: `This engine runs ${known.join(', ')}, and nothing else.` }
  }
  engine.control({ kind, campaign })
  return { snapshot: engine.snapshot() }
}

function parse(line: string): { ask?: unknown; campaign?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}
