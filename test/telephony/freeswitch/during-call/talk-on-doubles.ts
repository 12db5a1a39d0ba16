import { afterEach, beforeEach, expect } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

/** Whom Anna talks to. */
export const CALLEE = '+12125550100'
/** Somebody outside, who answers as well. */
export const SECOND_LINE = '+12125550101'

/** Each test begins in a talk `a` of Anna's, while Bert is free. */
export class TalkOnDoubles {
  world!: World
  harness!: DoublesHarness

  constructor() {
    beforeEach(() => this.begin())
    // Nothing may be left, here or on the servers: the harness demands it.
    afterEach(() => this.harness.close())
  }

  /** Places a call that is answered. */
  async placed(attempt: string, to: string, beside?: string): Promise<void> {
    const call = { to, from: '+12125550199', trunk: 'main', ringLimit: seconds(20) }
    this.harness.telephony.originate(attempt, beside === undefined ? call : { ...call, beside })
    await this.world.advance(seconds(1))
    expect(this.kinds(attempt).at(-1)).toBe('answered')
  }

  /** What was told of a call. */
  kinds(attempt = 'a'): readonly string[] {
    return this.harness.events.flatMap(one =>
      'attempt' in one && one.attempt === attempt ? [one.kind] : [],
    )
  }

  private async begin(): Promise<void> {
    this.world = await createWorld()
    this.harness = onDoubles(this.world)
    await this.harness.up()
    this.world.carrier.script(answers(0))
    for (const operator of ['anna', 'bert']) this.harness.telephony.operatorUp(operator)
    await this.placed('a', CALLEE)
    this.harness.telephony.connect('a', 'anna')
    await this.world.settled()
    expect(this.kinds().at(-1)).toBe('connected')
  }
}
