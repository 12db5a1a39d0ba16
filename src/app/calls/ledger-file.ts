import {
  close,
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  write,
  writeFileSync,
} from 'node:fs'
import { promisify } from 'node:util'
import { goodbyeOf, wordOf } from '../../telephony/freeswitch/left/goodbye.ts'
import { type HeldOn, keyOf, type LedgerFile } from '../../telephony/freeswitch/left/ledger.ts'

/** Beyond so many bytes the file is written anew with what is still held. */
const SIZE_MAX = 1_000_000
const PRIVATE = 0o600

const writeTo = promisify(write)
const closeFile = promisify(close)

/** A ledger on disk. */
export interface OpenLedger extends LedgerFile {
  /** Resolves when everything is written down. The file goes when nothing is held any more. */
  close(): Promise<void>
}

/**
 * Opens the ledger beside a database: a line for each call and channel that begins or ends on the
 * servers. It is written behind, without waiting for the disk: what the system has taken survives
 * the death of this process, and with the machine mostly the calls die as well. A disk that takes
 * nothing costs what could be ended after a crash, and nothing else.
 */
export function openLedger(dbFile: string): OpenLedger {
  return new Writer(`${dbFile}.held`)
}

class Writer implements OpenLedger {
  readonly left: readonly HeldOn[]
  private readonly path: string
  private readonly held: Map<string, HeldOn>
  private fd: number
  private size: number
  private pending = ''
  private writing: Promise<void> | null = null

  constructor(path: string) {
    this.path = path
    this.held = read(path)
    this.left = [...this.held.values()]
    const { fd, size } = this.writeAnew()
    this.fd = fd
    this.size = size
  }

  write(entry: HeldOn, isHeld: boolean): void {
    if (isHeld) this.held.set(keyOf(entry), entry)
    else this.held.delete(keyOf(entry))
    this.pending += lineOf(entry, isHeld)
    this.writing ??= this.flush()
  }

  async close(): Promise<void> {
    await this.writing
    closeSync(this.fd)
    if (this.held.size === 0) rmSync(this.path, { force: true })
  }

  private async flush(): Promise<void> {
    while (this.pending !== '') {
      const text = this.pending
      this.pending = ''
      try {
        await writeTo(this.fd, text)
        this.size += text.length
        if (this.size > SIZE_MAX) await this.shrink()
      } catch {
        // The disk is full, or gone: the next line tries again.
      }
    }
    this.writing = null
  }

  private async shrink(): Promise<void> {
    const before = this.fd
    this.pending = ''
    const { fd, size } = this.writeAnew()
    this.fd = fd
    this.size = size
    await closeFile(before)
  }

  /** Written beside and renamed, so that a death on the way leaves one of the two. */
  private writeAnew(): { readonly fd: number; readonly size: number } {
    const text = [...this.held.values()].map(entry => lineOf(entry, true)).join('')
    writeFileSync(`${this.path}.new`, text, { mode: PRIVATE })
    renameSync(`${this.path}.new`, this.path)
    return { fd: openSync(this.path, 'a', PRIVATE), size: text.length }
  }
}

/** A sign, the server, and what is held there; none of it has spaces. */
function lineOf({ server, held }: HeldOn, isHeld: boolean): string {
  const words =
    held.kind === 'call'
      ? [held.dialog, held.transaction, ...(held.goodbye === null ? [] : [wordOf(held.goodbye)])]
      : [held.uuid]
  return `${[isHeld ? '+' : '-', server, held.kind, ...words].join(' ')}\n`
}

/** What is held by the lines of a file; the last of them may be half of one. */
function read(path: string): Map<string, HeldOn> {
  const held = new Map<string, HeldOn>()
  for (const line of textOf(path).split('\n').slice(0, -1)) {
    const [sign, server = '', kind, id = '', transaction = '', bye = ''] = line.split(' ')
    const entry: HeldOn =
      kind === 'call'
        ? { server, held: { kind, dialog: id, transaction, goodbye: goodbyeOf(bye) } }
        : { server, held: { kind: 'channel', uuid: id } }
    if (sign === '+' && id !== '') held.set(keyOf(entry), entry)
    else held.delete(keyOf(entry))
  }
  return held
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
