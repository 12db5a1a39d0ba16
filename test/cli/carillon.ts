import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll } from 'vitest'

const BIN = fileURLToPath(new URL('../../bin/carillon', import.meta.url))
const CAMPAIGNS = fileURLToPath(new URL('../../campaigns', import.meta.url))

/** How one command came out. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that is still going on. Of one that reads, `stdin` of the child is open. */
export interface Going {
  readonly child: ChildProcess
  readonly ended: Promise<Ran>
  /** Resolves as soon as it has said this on stderr; rejects when it ends without a word of it. */
  said(what: string | RegExp): Promise<void>
  /** The same for stdout. */
  printed(what: string | RegExp): Promise<void>
}

/** Runs a command as a person would, in a process of its own, to its end. */
export function carillon(cwd: string, ...args: readonly string[]): Promise<Ran> {
  return going(cwd, ...args).ended
}

const children = new Set<ChildProcess>()
const folders: string[] = []
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all([...children].map(child => once(child, 'close')))
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** Starts a command. Should the tests end first, so does the command. */
export function going(cwd: string, ...args: readonly string[]): Going {
  return started(cwd, process.execPath, [BIN, ...args])
}

/**
 * Starts a command as a Node would that is too old to run it, in a group of processes of its own:
 * what a terminal sends goes to the whole group.
 */
export function underOlderNode(cwd: string, ...args: readonly string[]): Going {
  const old = 'Object.defineProperty(process.versions, "node", { value: "20.0.0" })'
  const imported = `data:text/javascript,${encodeURIComponent(old)}`
  return started(cwd, process.execPath, ['--import', imported, BIN, ...args], true)
}

/** Starts a command that can make no file longer than so many KiB, as on a disk that is full. */
export function cramped(cwd: string, kib: number, ...args: readonly string[]): Going {
  const script = `trap '' XFSZ; ulimit -f ${kib}; exec "$0" "$@"`
  return started(cwd, 'bash', ['-c', script, process.execPath, BIN, ...args])
}

/** Starts a command that reads what is typed. */
export function reading(cwd: string, ...args: readonly string[]): Going {
  return started(cwd, process.execPath, [BIN, ...args], false, 'pipe')
}

function started(
  cwd: string,
  command: string,
  args: readonly string[],
  detached = false,
  stdin: 'ignore' | 'pipe' = 'ignore',
): Going {
  const child = spawn(command, args, { cwd, stdio: [stdin, 'pipe', 'pipe'], detached })
  children.add(child)
  child.on('close', () => children.delete(child))
  let stdout = ''
  let stderr = ''
  const listeners = new Set<() => void>()
  child.stdout!.on('data', some => {
    stdout += some
    for (const look of listeners) look()
  })
  child.stderr!.on('data', some => {
    stderr += some
    for (const look of listeners) look()
  })
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }))
  const until = (what: string | RegExp, text: () => string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (typeof what === 'string' ? text().includes(what) : what.test(text())) resolve()
      }
      listeners.add(look)
      look()
      ended.then(() => reject(new Error(`it never said ${what}, but: ${text()}`)))
    })
  const said = (what: string | RegExp) => until(what, () => stderr)
  const printed = (what: string | RegExp) => until(what, () => stdout)
  return { child, ended, said, printed }
}

/**
 * A folder of its own with the site of the demo in `campaigns`; it goes when the tests are over.
 */
export function siteFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-cli-'))
  folders.push(folder)
  cpSync(CAMPAIGNS, join(folder, 'campaigns'), { recursive: true })
  return folder
}

/** A moment at which the demo's contacts may be called: a Tuesday morning. */
export const TUESDAY = '2026-03-03T10:00:00Z'
