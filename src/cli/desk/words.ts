import type { DeskNotice, OperatorStateName, SeatRefusal } from '../../app/desks/desk-client.ts'
import type { OpenCard } from './seen.ts'

/** The phone notice's own states; see the port of desks. */
type PhoneState = Extract<DeskNotice, { kind: 'phone' }>['phone']

type DoneAct = Extract<DeskNotice, { kind: 'done' }>['what']
type Outside = Extract<DeskNotice, { kind: 'outside' }>
/** How somebody outside stands; see the port of desks. */
export type OutsideStands = Outside['stands']
/** Why somebody outside is not in a call. */
export type OutsideEnd = NonNullable<Outside['why']>

type ActRefusal = Extract<DeskNotice, { kind: 'actRefused' }>['why']

/** How a recording stands; see the port of desks. */
type RecordingState = Extract<DeskNotice, { kind: 'recording' }>['recording']

/** What an operator can say to their desk. */
export const COMMANDS = [
  'in',
  'ready',
  'break',
  'call',
  'hangup',
  'hold',
  'resume',
  'mute',
  'unmute',
  'digits',
  'invite',
  'dismiss',
  'transfer',
  'record',
  'set',
  'close',
  'more',
  'card',
  'out',
  'help',
] as const

/** One of them. */
export type CommandName = (typeof COMMANDS)[number]

/** All a desk says, in one language. */
export interface DeskWords {
  /** What is typed for a command, and what it does. */
  readonly commands: Readonly<Record<CommandName, readonly [typed: string, does: string]>>
  readonly states: Readonly<Record<OperatorStateName, string>>
  readonly phones: Readonly<Record<PhoneState, string>>
  supervised(by: string, way: 'listen' | 'whisper' | 'barge' | null): string
  readonly recordings: Readonly<Record<RecordingState, string>>
  /** What stands after `record`, in the order of `RECORDING_ACTS`. */
  readonly recordingActs: readonly string[]
  readonly badRecordingAct: string
  /** Reasons that the system gives, by what it calls them. */
  readonly reasons: Readonly<Record<string, string>>
  /** What stands before the operator's own reason for a break. */
  readonly tea: string
  /** In place of `unregistered` where their phone registered at such a server only. */
  phoneOnlyAt(server: string, isDrained: boolean): string
  /** Why they are in a state, where it is for that. */
  readonly notReached: string
  /** Why they cannot sit down. */
  noSeat(why: SeatRefusal): string
  welcome(name: string, campaigns: string): string
  now(state: string, why: string | null): string
  reserved(campaign: string, isOne: boolean): string
  ringing(lines: number): string
  readonly released: string
  incoming(campaign: string): string
  later(what: 'break' | 'signOut' | null, after: 'line' | 'card'): string
  readonly cardHeads: Readonly<Record<OpenCard['phase'], string>>
  /** In place of a number. */
  readonly withheld: string
  readonly script: string
  readonly fields: string
  readonly required: string
  readonly dispositions: string
  readonly done: Readonly<Record<DoneAct, string>>
  guest(who: string, isThere: boolean): string
  /** Somebody outside; what stands before their end, and why they are gone. */
  outside(whom: string, stands: OutsideStands, why: OutsideEnd | null): string
  pressed(digit: string): string
  /** Why what was asked for in a call is not done. */
  readonly actRefused: Readonly<Record<ActRefusal, string>>
  readonly noWhom: string
  callEnded(until: string | null): string
  closeUntil(until: string | null): string
  extended(until: string): string
  readonly cardRefused: string
  readonly cardClosed: string
  readonly handedOn: string
  /** That there is none. Why not is for those who mend it. */
  readonly noNetwork: string
  readonly networkBack: string
  readonly over: string
  readonly cut: string
  readonly noCard: string
  readonly saved: string
  readonly leaving: string
  readonly help: string
  unknown(command: string): string
  noField(id: string): string
  noValue(id: string, value: string): string
  readonly badInstant: string
}
