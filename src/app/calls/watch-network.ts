import type { FreeSwitchTelephony } from '../../telephony/freeswitch/freeswitch.ts'
import type { DeskRoom } from '../desks/desk-room.ts'
import type { NetworkState } from '../reading/watching.ts'

const CONNECTING = 'The servers are being connected to.'

/**
 * Follows how the servers and the trunks are, and tells the desks when there is no network.
 *
 * @returns what says how the network is now.
 */
export function watchNetwork(
  { health$, trunkHealth$ }: Pick<FreeSwitchTelephony, 'health$' | 'trunkHealth$'>,
  desks: Pick<DeskRoom, 'setTrouble'>,
): () => NetworkState {
  let trouble: string | null = CONNECTING
  const trunks = new Map<string, string>()
  health$.subscribe(({ up, why }) => {
    trouble = up ? null : (why?.message ?? CONNECTING)
    desks.setTrouble(trouble)
  })
  trunkHealth$.subscribe(({ trunk, why }) => {
    if (why === null) trunks.delete(trunk)
    else trunks.set(trunk, why.message)
  })
  return () => ({ trouble, trunks: Object.fromEntries(trunks) })
}
