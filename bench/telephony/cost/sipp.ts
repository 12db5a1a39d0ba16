import { type ChildProcess, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One SIPp, following a scenario of this folder. */
export interface Sipp {
  readonly port: number
  readonly child: ChildProcess
  /** Resolves when it has ended by itself. */
  readonly ended: Promise<unknown>
  /** How many calls have come to their end, and how many were not as they should. */
  counts(): { readonly well: number; readonly failed: number }
}

/** Starts one. @param folder takes its statistics. @param args beside the scenario's. */
export async function startSipp(
  scenario: 'callees' | 'phones' | 'callers',
  folder: string,
  ...args: readonly string[]
): Promise<Sipp> {
  const [port, media] = [await freePort(), await freePort()]
  const statistics = join(folder, `${scenario}-${port}.csv`)
  const file = fileURLToPath(new URL(`${scenario}.xml`, import.meta.url))
  const where = ['-i', '127.0.0.1', '-p', `${port}`, '-mi', '127.0.0.1', '-mp', `${media & ~1}`]
  const counting = ['-trace_stat', '-stf', statistics, '-fd', '1', '-nostdin', '-nd']
  const all = ['-sf', file, ...where, ...counting, ...args]
  const child = spawn('sipp', all, { cwd: folder, stdio: 'ignore' })
  const ended = once(child, 'close')
  const counts = (): { readonly well: number; readonly failed: number } => {
    const [head = '', ...rows] = readFileSync(statistics, 'utf8').trim().split('\n')
    const last = rows.at(-1)?.split(';') ?? []
    const column = (name: string): number => Number(last[head.split(';').indexOf(name)] ?? 0)
    return { well: column('SuccessfulCall(C)'), failed: column('FailedCall(C)') }
  }
  return { port, child, ended, counts }
}

/** A UDP port of this machine that nobody has now. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}
