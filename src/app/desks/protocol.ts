import type { CampaignId, OperatorId } from '../../base/id.ts'
import type { DeskAction, DeskNotice, OperatorStateName } from '../../desk/port.ts'

/**
 * An action as a desk sends it: whose it is, its connection says. One JSON line each. Who signs in
 * and names no campaigns serves all they may: what is typed may be there before the first word of
 * the engine.
 */
export type Act = ActRead | { readonly kind: 'signIn' }

/** An action as it was read. */
export type ActRead = DeskAction extends infer A
  ? A extends DeskAction
    ? Omit<A, 'operator'>
    : never
  : never

/** What a desk is told, one JSON line each. Instants are wall time in ms. */
export type DeskMessage =
  /** Who sits here. It is the first line, and the last one where there is a `problem` instead. */
  | { readonly desk: DeskOwner }
  | { readonly problem: string; readonly why?: SeatRefusal }
  /**
   * What the engine shows; see the port of desks. `phoneAt`: their phone is not away, as it says,
   * but registered where nobody is called now.
   */
  | { readonly notice: DeskNotice; readonly phoneAt?: PhoneAt }
  /** How many lines ring for the campaign as a whole that the operator is reserved for. */
  | { readonly ringing: { readonly campaign: CampaignId; readonly lines: number } }
  /**
   * Why there is no telephone network, as far as it was known at first; null: it is there again.
   */
  | { readonly network: { readonly trouble: string | null } }
  /** What was sent is no action. */
  | { readonly refused: string }
  /** The engine ends: nobody can work here any more. */
  | { readonly over: true }

/** Why somebody cannot sit down. `taken`: somebody sits there already. */
export type SeatRefusal =
  | { readonly kind: 'taken'; readonly name: string }
  | { readonly kind: 'unknown'; readonly operator: string; readonly known: readonly OperatorId[] }
  | { readonly kind: 'simulated' }

/** The server that a phone is registered at, and whether it was drained or is just not there. */
export interface PhoneAt {
  readonly server: string
  readonly isDrained: boolean
}

/** An operator who sits down. */
export interface DeskOwner {
  readonly operator: OperatorId
  readonly name: string
  /** What they may sign in to: those of their campaigns that are run. */
  readonly campaigns: readonly { readonly id: CampaignId; readonly title: string }[]
  readonly state: OperatorStateName
}
