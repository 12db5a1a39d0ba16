import { rmSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Snapshot } from '../dialing/view/snapshot.ts'
import { controlPath } from './control-path.ts'

/** What may be asked of a running engine. */
export type ControlRequest =
  | { readonly ask: 'snapshot' }
  | { readonly ask: 'stop'; readonly campaign: string }

/** What the running engine does for others. */
export interface Controlled {
  snapshot(): Snapshot
  stop(campaign: string): void
}

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
  createInterface({ input: socket }).on('line', line => {
    if (line.length > LINE_MAX) return void socket.destroy()
    socket.write(`${JSON.stringify(answer(line, engine))}\n`)
  })
}

function answer(line: string, engine: Controlled): unknown {
  try {
    const request = JSON.parse(line) as Partial<ControlRequest>
    if (request.ask === 'snapshot') return engine.snapshot()
    if (request.ask === 'stop' && typeof request.campaign === 'string') {
      engine.stop(request.campaign)
      return { done: true }
    }
    return { problem: 'This engine knows "snapshot" and "stop".' }
  } catch {
    return { problem: 'A request is one line of JSON.' }
  }
}
