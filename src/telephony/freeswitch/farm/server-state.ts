import type { ServerAddress } from '../settings.ts'

/**
 * How one server is, and what it has to do for us.
 *
 * - `down`: there is no connection to it. `failing`: there is, and it does not do what it is asked.
 * - `draining`: it is given nothing new, and what it has goes elsewhere or ends by itself.
 * - `drained`: nothing of ours is left on it: it may be taken away.
 */
export interface ServerState {
  readonly kind: 'drachtio' | 'freeswitch'
  /** `host:port`, as the settings have it. */
  readonly name: string
  readonly state: 'up' | 'down' | 'failing' | 'draining' | 'drained'
  /** What is wrong and what to do; null: nothing is, or it is not known yet. */
  readonly why: string | null
  readonly calls: number
  /** Operators' legs. */
  readonly legs: number
  /** Calls of supervisors. */
  readonly supervisors: number
}

/** What a server is called. */
export const nameOf = ({ host, port }: ServerAddress): string => `${host}:${port}`

/** What is known of a server. */
export interface ServerFacts {
  readonly isConnected: boolean
  readonly works: boolean
  readonly isDraining: boolean
  /** Channels, calls and legs of ours on it, and whatever else we began there. */
  readonly held: number
}

/** @returns the one word for it. One that is being drained and has gone is drained. */
export function stateOf(facts: ServerFacts): ServerState['state'] {
  const { isConnected, works, isDraining, held } = facts
  if (isDraining) return held === 0 ? 'drained' : 'draining'
  if (!isConnected) return 'down'
  return works ? 'up' : 'failing'
}
