import type { FreeSwitchTelephony } from '../../telephony/freeswitch/freeswitch.ts'
import type { DeskRoom } from '../desks/desk-room.ts'
import type { NetworkState, ServerState } from '../reading/watching.ts'

/** Before anything is known of the servers. */
export const CONNECTING = 'The servers are being connected to.'

/** Knows how the servers and the trunks are, and tells the desks when there is no network. */
export class NetworkWatch {
  private trouble: string | null = CONNECTING
  private readonly trunks = new Map<string, string>()
  private servers: FreeSwitchTelephony['servers'] = () => []
  private readonly phones: (servers: readonly ServerState[]) => readonly string[]

  /** @param phones says what is wrong with operators' phones, as the servers are. */
  constructor(phones: (servers: readonly ServerState[]) => readonly string[] = () => []) {
    this.phones = phones
  }

  /** From now on. Whoever is told that there is a network signs operators in: the engine is up. */
  follow(
    telephony: Pick<FreeSwitchTelephony, 'health$' | 'trunkHealth$' | 'servers'>,
    desks: Pick<DeskRoom, 'setTrouble'>,
  ): void {
    const { health$, trunkHealth$ } = telephony
    this.servers = () => telephony.servers()
    trunkHealth$.subscribe(({ trunk, why }) => {
      if (why === null) this.trunks.delete(trunk)
      else this.trunks.set(trunk, why.message)
    })
    health$.subscribe(({ up, why }) => {
      this.trouble = up ? null : (why?.message ?? CONNECTING)
      desks.setTrouble(this.trouble)
    })
  }

  get state(): NetworkState {
    const trunks = Object.fromEntries(this.trunks)
    const servers = this.servers()
    const phones = this.phones(servers)
    const wrong = phones.length === 0 ? {} : { phones }
    return { trouble: this.trouble, trunks, servers, ...wrong }
  }
}
