import { describe, expect, it } from 'vitest'
import { minutes, seconds } from '../../src/base/duration.ts'
import { VirtualTimeline } from '../../src/base/virtual-timeline.ts'
import { totalOf } from '../../src/sim/result.ts'
import { percentile, Truth } from '../../src/sim/truth.ts'
import type { DialKind } from '../../src/sim/world/world-callees.ts'
import type { CallEvent } from '../../src/telephony/call-event.ts'
import { smallWorld } from './worlds.ts'

/** A day that is played by hand: `at` moves to a second. */
function dayOf(changes: Readonly<Record<string, string>> = {}) {
  const timeline = new VirtualTimeline(0)
  const truth = new Truth(smallWorld(changes), timeline)
  const at = (second: number) => timeline.advanceTo(seconds(second))
  const dial = (attempt: string, kind: DialKind) => truth.dialed(attempt, kind)
  const answer = (attempt: string) => truth.call({ attempt, kind: 'answered', by: 'unknown' })
  const connect = (attempt: string) => truth.call({ attempt, kind: 'connected', operator: 'anna' })
  const end = (attempt: string, cause: Extract<CallEvent, { kind: 'ended' }>['cause'] = 'hangUp') =>
    truth.call({ attempt, kind: 'ended', cause, from: 'callee' })
  return { truth, at, dial, answer, connect, end }
}

describe('the truth of a day', () => {
  it('tells the connected from the abandoned, and leaves out machines', () => {
    const { truth, at, dial, answer, connect, end } = dayOf()
    for (const [attempt, kind] of [
      ['in time', 'human'],
      ['too late', 'human'],
      ['gone', 'human'],
      ['lost', 'human'],
      ['spoken to', 'machine'],
      ['alone', 'machine'],
      ['silent', 'unanswered'],
    ] as const) {
      dial(attempt, kind)
      if (kind !== 'unanswered') answer(attempt)
    }
    at(1)
    connect('in time')
    connect('spoken to')
    end('gone')
    end('alone')
    truth.call({ attempt: 'lost', kind: 'lost' })
    at(2.5)
    connect('too late')
    end('silent', 'noAnswer')
    expect(truth.close(3)).toMatchObject({
      day: 3,
      dialed: 7,
      answered: 4,
      connected: 1,
      abandoned: 3,
      machines: 1,
      cancelled: 0,
      maxLines: 7,
      answerToOperatorMsP50: 1000,
      overLimit: true,
    })
  })

  it('counts a line taken back while it rang, and only then', () => {
    const { truth, dial, answer, connect, end } = dayOf()
    dial('a', 'human')
    end('a', 'cancelled')
    dial('b', 'human')
    answer('b')
    connect('b')
    end('b', 'hangUp')
    expect(truth.close(0)).toMatchObject({
      cancelled: 1,
      connected: 1,
      abandoned: 0,
      overLimit: false,
    })
  })

  it('counts a person once, however often they are passed on', () => {
    const { truth, dial, answer, connect } = dayOf()
    dial('a', 'human')
    answer('a')
    connect('a')
    connect('a')
    expect(truth.close(0).connected).toBe(1)
  })

  it('counts only from the end of the warm-up, and states still open up to the end', () => {
    const { truth, at, dial, answer, connect } = dayOf({
      day: '{ start: "2026-03-02T09:00:00Z", hours: 1, warmup_min: 10 }',
    })
    truth.operator('anna', 'idle')
    dial('early', 'human')
    answer('early')
    at(0.5)
    connect('early')
    truth.operator('anna', 'talk')
    at(minutes(10) / 1000)
    truth.operator('boris', 'idle')
    dial('late', 'human')
    at(minutes(11) / 1000)
    truth.operator('anna', 'wrap')
    at(minutes(12) / 1000)
    answer('late')
    truth.operator('boris', 'away')
    at(minutes(14) / 1000)
    expect(truth.close(0)).toMatchObject({
      dialed: 1,
      answered: 1,
      connected: 0,
      abandoned: 0,
      operatorSec: 360,
      talkSec: 60,
      wrapSec: 180,
      idleSec: 120,
      maxLines: 2,
    })
  })

  it('leaves breaks and absence out of operator time', () => {
    const { truth, at } = dayOf()
    truth.operator('anna', 'idle')
    at(10)
    truth.operator('anna', 'break')
    at(30)
    truth.operator('anna', 'idle')
    at(35)
    truth.operator('anna', 'away')
    at(50)
    expect(truth.close(0)).toMatchObject({ operatorSec: 15, idleSec: 15 })
  })
})

describe('the figures over all days', () => {
  const day = dayOf().truth.close(0)

  it('are shares of sums, not means of shares', () => {
    const days = [
      {
        ...day,
        connected: 97,
        abandoned: 3,
        operatorSec: 1000,
        idleSec: 200,
        talkSec: 700,
        wrapSec: 100,
      },
      { ...day, connected: 0, abandoned: 0, operatorSec: 3000, idleSec: 3000, overLimit: true },
    ]
    expect(totalOf(days, 2, 1001)).toEqual({
      answered: 0,
      connected: 97,
      abandoned: 3,
      abandonment: 0.03,
      occupancy: 0.2,
      idleSecPerCall: 32.989691,
      daysOverLimit: 1,
      operatorHours: 1.111111,
      wallSec: 2,
      eventsPerSec: 501,
    })
  })

  it('are 0 where there is nothing to divide by', () => {
    expect(totalOf([day], 0, 0)).toMatchObject({ abandonment: 0, occupancy: 0, idleSecPerCall: 0 })
  })

  it('have percentiles by nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, i) => i + 1)
    expect([0.5, 0.99, 1].map(p => percentile(values, p))).toEqual([50, 99, 100])
    expect(percentile([7], 0.99)).toBe(7)
    expect(percentile([], 0.5)).toBe(0)
  })
})

describe('the truth of a moment', () => {
  it('says who rings, who waits, and what operators do', () => {
    const { truth, at, dial, answer, connect } = dayOf()
    for (const attempt of ['a', 'b', 'c', 'd']) dial(attempt, 'human')
    truth.operator('anna', 'talk')
    truth.operator('boris', 'idle')
    truth.operator('clara', 'away')
    answer('a')
    connect('a')
    answer('b')
    at(7)
    expect(truth.standing()).toEqual({
      at: seconds(7),
      ringing: 2,
      waiting: 1,
      operators: { idle: 1, talk: 1, wrap: 0, break: 0 },
      connected: 1,
      abandoned: 0,
    })
  })

  it('counts people by 15 minutes, and those in which nobody answered too', () => {
    const { truth, at, dial, answer, connect, end } = dayOf()
    const meet = (attempt: string, joined: boolean) => {
      dial(attempt, 'human')
      answer(attempt)
      if (joined) connect(attempt)
      end(attempt)
    }
    meet('a', true)
    at(15 * 60 - 1)
    meet('b', false)
    at(30 * 60)
    meet('c', true)
    expect(truth.quarters).toEqual([
      { connected: 1, abandoned: 1 },
      { connected: 0, abandoned: 0 },
      { connected: 1, abandoned: 0 },
    ])
  })
})
