import type { Goodbye } from './goodbye.ts'

/** What stays on a server when whoever began it is gone: nobody else would ever end it. */
export type Held =
  /** An INVITE and the dialog it begins, known when the server has said that it is sent. */
  | {
      readonly kind: 'call'
      readonly dialog: string
      /** The server's name for the INVITE, by which it is taken back; '': it was not ours. */
      readonly transaction: string
      /** How to end it where the server has forgotten it; null: nobody rings yet. */
      readonly goodbye: Goodbye | null
    }
  /** A channel of FreeSWITCH: in a room it outlives the connection that made it. */
  | { readonly kind: 'channel'; readonly uuid: string }

/** Something held, and on which server: `host:port`. */
export interface HeldOn {
  readonly server: string
  readonly held: Held
}

/** A connection over which something is held. */
export interface Holder {
  readonly ended: { readonly yes: boolean }
}

/** Keeps what is held where it outlives this process. */
export interface LedgerFile {
  /** What an earlier process had not let go of when it ended. */
  readonly left: readonly HeldOn[]
  /** Takes it down behind; never waited for. */
  write(entry: HeldOn, isHeld: boolean): void
}

/**
 * What we hold on the servers, by the connection over which it was begun. What a connection leaves
 * behind, lost or of a process that was killed, is found here by the next one to the same server.
 */
export class Ledger {
  private readonly file: LedgerFile | null
  private readonly open = new Map<string, HeldOn & { readonly by: Holder | null }>()

  /** @param file null: what is held is known to this process alone. */
  constructor(file: LedgerFile | null) {
    this.file = file
    for (const entry of file?.left ?? []) this.open.set(keyOf(entry), { ...entry, by: null })
  }

  /** Something is held from now on. */
  hold(entry: HeldOn, by: Holder): void {
    this.open.set(keyOf(entry), { ...entry, by })
    this.file?.write(written(entry), true)
  }

  /** The server has let it go. */
  letGo(entry: HeldOn): void {
    if (this.open.delete(keyOf(entry))) this.file?.write(entry, false)
  }

  /** Servers on which calls stand that no connection which is still there began. */
  get withCallsLeft(): ReadonlySet<string> {
    const left = [...this.open.values()].filter(
      ({ held, by }) => held.kind === 'call' && (by === null || by.ended.yes),
    )
    return new Set(left.map(({ server }) => server))
  }

  /** What stands on a server and was begun by no connection that is still there. */
  leftOn(server: string): readonly Held[] {
    return [...this.open.values()]
      .filter(({ server: its, by }) => its === server && (by === null || by.ended.yes))
      .map(({ held }) => held)
  }
}

/** Whoever calls us may withhold their number: their address, which may be that, is not written. */
function written({ server, held }: HeldOn): HeldOn {
  const isCaller = held.kind === 'call' && held.transaction === ''
  return { server, held: isCaller ? { ...held, goodbye: null } : held }
}

/** One thing is held once, whatever else is known of it. */
export const keyOf = ({ server, held }: HeldOn): string =>
  `${server} ${held.kind === 'call' ? held.dialog : held.uuid}`
