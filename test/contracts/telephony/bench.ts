import { expect } from 'vitest'
import { type Duration, millis, seconds } from '../../../src/base/duration.ts'
import type { AttemptId, OperatorId } from '../../../src/base/id.ts'
import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'
import type { IncomingCall, IncomingRefusal } from '../../../src/telephony/incoming.ts'
import type { Telephony } from '../../../src/telephony/port.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'

/** An adapter at work, with the world around it. */
export interface TelephonyHarness {
  readonly telephony: Telephony
  /** Everything told since the harness was made, in order. */
  readonly events: readonly (CallEvent | LegEvent)[]
  /** Plans something that `advance` will come by: for races. */
  after(delay: Duration, action: () => void): void
  /** Lets this much time pass. */
  advance(time: Duration): Promise<void>
  /** Somebody calls one of our numbers from where the carrier is, and waits with patience. */
  callIn(from: string, to: string): FarCaller
  /** Has an operator put their phone down. */
  dropOperator(operator: OperatorId): void
  close(): Promise<void>
}

/** Somebody who calls us. */
export interface FarCaller {
  /** Why they were turned away; null: they were not, or not yet. */
  fate(): IncomingRefusal | null
  /** They hang up, or take the call back. */
  leave(): void
}

/**
 * Makes an adapter with one trunk `main` of ten lines. The far side follows the scripts by the
 * number
 * called; the phones of operators named `dead…` ring in vain for a second.
 */
export type MakeTelephony = (
  far: Readonly<Record<string, CalleeScript>>,
) => Promise<TelephonyHarness>

/** The number whose behaviour a test chooses. */
export const CALLEE = '+12125550100'
/** The number of a person who is in no hurry. */
export const OTHER = '+12125550101'
/** When callees who answer do so. */
export const RING = millis(400)
/** What follows a command, follows within this time. */
export const SOON = millis(300)

/** What the contract's tests do again and again with the adapter of the test that runs. */
export class TelephonyBench {
  private readonly make: MakeTelephony
  private harness: TelephonyHarness | null = null
  private caller: FarCaller | null = null
  /** Calls that were told. */
  readonly callers: IncomingCall[] = []

  constructor(make: MakeTelephony) {
    this.make = make
  }

  async begin(script: CalleeScript): Promise<void> {
    this.harness = await this.make({ [CALLEE]: script, [OTHER]: person(RING) })
    this.callers.length = 0
    this.telephony.incoming$.subscribe(call => this.callers.push(call))
  }

  /** Somebody calls. */
  callIn(from: string, to: string): void {
    this.caller = this.harness!.callIn(from, to)
  }

  callerFate(): IncomingRefusal | null {
    return this.caller!.fate()
  }

  callerLeaves(): void {
    this.caller!.leave()
  }

  async end(): Promise<void> {
    await this.harness?.close()
    this.harness = null
  }

  get telephony(): Telephony {
    return this.harness!.telephony
  }

  get told(): readonly (CallEvent | LegEvent)[] {
    return this.harness!.events
  }

  after(delay: Duration, action: () => void): void {
    this.harness!.after(delay, action)
  }

  advance(time: Duration): Promise<void> {
    return this.harness!.advance(time)
  }

  dropOperator(operator: OperatorId): void {
    this.harness!.dropOperator(operator)
  }

  /** Events of one attempt. */
  of(attempt: AttemptId): readonly CallEvent[] {
    return this.told.filter(isCallEvent).filter(event => event.attempt === attempt)
  }

  kinds(attempt: AttemptId): readonly string[] {
    return this.of(attempt).map(event => event.kind)
  }

  last(attempt: AttemptId): CallEvent | undefined {
    return this.of(attempt).at(-1)
  }

  /** Events of one operator's leg. */
  ofOperator(operator: OperatorId): readonly LegEvent[] {
    return this.told.filter(isLegEvent).filter(event => event.operator === operator)
  }

  lastOf(operator: OperatorId): LegEvent | undefined {
    return this.ofOperator(operator).at(-1)
  }

  /** Places a call. */
  call(attempt: AttemptId, to: string = CALLEE, ringLimit: Duration = seconds(25)): void {
    const from = '+12125550199'
    this.telephony.originate(attempt, { to, from, trunk: 'main', ringLimit })
  }

  /** Places a call that is answered. */
  async answered(attempt: AttemptId, to: string = CALLEE): Promise<void> {
    this.call(attempt, to)
    await this.advance(RING + millis(100))
    expect(this.last(attempt)?.kind).toBe('answered')
  }

  /** Brings an operator's leg up. */
  async raised(operator: OperatorId): Promise<void> {
    this.telephony.operatorUp(operator)
    await this.advance(SOON)
    expect(this.lastOf(operator)).toEqual({ kind: 'operatorUp', operator })
  }

  /** Joins an answered call to an operator. */
  async join(attempt: AttemptId, operator: OperatorId): Promise<void> {
    if (this.lastOf(operator)?.kind !== 'operatorUp') await this.raised(operator)
    this.telephony.connect(attempt, operator)
    await this.advance(SOON)
    expect(this.last(attempt)).toEqual({ attempt, kind: 'connected', operator })
  }

  /** Places a call that is answered and joined to an operator. */
  async joined(attempt: AttemptId, operator: OperatorId, to: string = CALLEE): Promise<void> {
    if (this.lastOf(operator)?.kind !== 'operatorUp') await this.raised(operator)
    await this.answered(attempt, to)
    await this.join(attempt, operator)
  }
}

const isCallEvent = (event: CallEvent | LegEvent): event is CallEvent => 'attempt' in event
const isLegEvent = (event: CallEvent | LegEvent): event is LegEvent => !isCallEvent(event)
