import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Fact, Orders } from './facts.ts'

const DRIVER = fileURLToPath(new URL('./driver.ts', import.meta.url))

/** What one process said, and how it ended. */
export interface Life {
  readonly facts: readonly Fact[]
  /** False when it came to its end by itself. */
  readonly killed: boolean
}

/**
 * Lets a process dial until it is killed without a warning, or stops. Each fact is announced by a
 * tick on a pipe while it is in a file already: nothing said is lost with the process.
 */
export async function live(orders: Orders, factsFile: string): Promise<Life> {
  const { end } = orders
  const file = openSync(factsFile, 'w')
  const child = spawn(process.execPath, [DRIVER, JSON.stringify(orders)], {
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'carillon-compiled') },
    stdio: ['ignore', 'pipe', 'pipe', file],
  })
  const ended = once(child, 'close')
  let ticks = 0
  let complaint = ''
  child.stdout!.on('data', (some: Buffer) => {
    ticks += some.length
    if (end.kind === 'killed' && ticks >= end.facts) child.kill('SIGKILL')
  })
  child.stderr!.on('data', some => {
    complaint += some
  })
  const [code, signal] = await ended
  closeSync(file)
  if (code !== 0 && signal !== 'SIGKILL') throw new Error(`it ended with ${code}: ${complaint}`)
  const lines = readFileSync(factsFile, 'utf8').split('\n').slice(0, -1)
  return { facts: lines.map(line => JSON.parse(line) as Fact), killed: signal === 'SIGKILL' }
}
