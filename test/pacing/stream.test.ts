import { Subject } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { describe, expect, it } from 'vitest'
import type { Decision, Policy } from '../../src/pacing/policy.ts'
import { type Glance, pace } from '../../src/pacing/stream.ts'
import { seen } from '../support/observations.ts'

/** Counts how often it was asked: the n-th decision starts n lines. */
const counting = (rhythm: number): Policy<number> => ({
  name: 'counting',
  initial: 0,
  rhythm,
  decide: state => ({
    state: state + 1,
    launches: state + 1,
    drops: 0,
    because: { rule: 'counting', target: 0, limitedBy: 'nothing' },
  }),
})

const glance = (more: Partial<Glance> = {}): Glance => ({
  free: 0,
  waiting: 0,
  ringing: 0,
  startable: 9,
  ...more,
})

/** Glances by letter. */
const GLANCES: Readonly<Record<string, Glance>> = {
  q: glance(),
  // Every free operator has a line, or somebody who waits for them.
  c: glance({ free: 2, waiting: 1, ringing: 1 }),
  // One operator is free without a line.
  u: glance({ free: 3, waiting: 1, ringing: 1 }),
  // Likewise, but there is nobody to call, or no line to call on.
  n: glance({ free: 3, startable: 0 }),
}

/** Runs glances given as marbles; what comes out is told by the number of lines to start. */
function paced(rhythm: number, glances: string, decisions: string): void {
  const scheduler = new TestScheduler((actual, expected) => expect(actual).toEqual(expected))
  scheduler.run(({ cold, expectObservable }) => {
    const out = new Subject<number>()
    const source = cold(glances, GLANCES)
    expectObservable(out).toBe(
      decisions,
      Object.fromEntries(Array.from({ length: 9 }, (_, n) => [String(n + 1), n + 1])),
    )
    source.pipe(pace(counting(rhythm), () => seen(), scheduler)).subscribe({
      next: ({ launches }) => out.next(launches),
      complete: () => out.complete(),
    })
  })
}

describe('pacing a stream of glances', () => {
  it('asks a policy without a rhythm after every glance', () => {
    paced(0, 'qqqq|', '1234|')
  })

  it('asks at most once in the rhythm of the policy', () => {
    paced(3, 'qqqqqqqq|', '1--2--3-|')
    paced(3, 'q----qqqq|', '1----2--3|')
  })

  it('asks at once when an operator is free without a line', () => {
    paced(5, 'qquqq|', '1-2--|')
  })

  it('waits for the rhythm while each free operator has a line or a person', () => {
    paced(5, 'qccccc|', '1----2|')
  })

  it('waits for the rhythm while no line could be started for the operator who is free', () => {
    paced(5, 'qnnnnn|', '1----2|')
  })

  it('begins the rhythm anew when it had to ask sooner', () => {
    paced(3, 'qquqqq|', '1-2--3|')
  })

  it('ends with its source', () => {
    paced(0, 'q-|', '1-|')
  })

  it('looks at everything only when it asks, and decides in the same breath', () => {
    const glances = new Subject<Glance>()
    let looks = 0
    let now = 0
    const decisions: Decision<number>[] = []
    const observe = () => {
      looks++
      return seen({ at: now })
    }
    glances
      .pipe(pace(counting(100), observe, { now: () => now }))
      .subscribe(decision => decisions.push(decision))
    for (now = 0; now < 250; now += 10) glances.next(glance())
    expect([looks, decisions.length]).toEqual([3, 3])
    glances.next(glance({ free: 1 }))
    expect(decisions.map(one => one.state)).toEqual([1, 2, 3, 4])
  })
})
