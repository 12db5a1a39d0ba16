import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'
import { retryAfterMinute } from '../../support/campaigns.ts'
import { phoneOf, type RigOptions, rigOf } from '../../support/rig.ts'

/** Anna talks to contact 0 from 1 to 11 s; contact 1 answers at 12 s and finds her in wrap-up. */
async function answeredInWrapUp(
  second: CalleeScript,
  more: Partial<RigOptions> & { readonly onBreak?: readonly string[] } = {},
) {
  const rig = await rigOf({
    campaigns: [{ mode: 'power', powerRatio: 2 }],
    contacts: { demo: [0, 1] },
    callee: n => (n === 0 ? person(seconds(1), { talk: seconds(10) }) : second),
    ...more,
  })
  for (const operator of more.onBreak ?? []) {
    await rig.signIn(operator)
    rig.desk.act({ operator, kind: 'break', reason: 'tea' })
  }
  await rig.signIn('anna')
  await rig.until(12)
  expect(rig.stateOf('anna')).toBe('wrapUp')
  return rig
}

const LATER = person(seconds(12), { talk: seconds(5) })

describe('a person who answers and finds nobody free', () => {
  it('is taken by the operator who comes free within the allowed time', async () => {
    const rig = await answeredInWrapUp(LATER)
    expect(rig.engine.snapshot().calls).toMatchObject([{ state: 'seeking' }])
    await rig.until(13.9)
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.counts()).toEqual([2, 0])
    await rig.until(30)
    expect(await rig.outcomes()).toEqual(['0 connected', '1 connected'])
  })

  it.each(['signs in', 'comes back from a break'])('is taken by whoever %s', async how => {
    const rig = await answeredInWrapUp(LATER, {
      operators: { anna: ['demo'], boris: ['demo'] },
      onBreak: how === 'signs in' ? [] : ['boris'],
    })
    if (how === 'signs in') rig.desk.act({ operator: 'boris', kind: 'signIn', campaigns: ['demo'] })
    else rig.desk.act({ operator: 'boris', kind: 'ready' })
    await rig.until(13)
    expect(rig.stateOf('boris')).toBe('talking')
    expect(rig.counts()).toEqual([2, 0])
  })

  it('hears the message when the time is over, and the call is ended after it', async () => {
    const rig = await answeredInWrapUp(LATER)
    await rig.until(20)
    const told = rig.commands.filter(one => one.id === rig.attemptTo(1))
    expect(told.map(({ sec, name }) => `${sec} ${name}`)).toEqual([
      '0 originate',
      '14 announce',
      '15 hangUp',
    ])
    const [, second] = await rig.records()
    expect(second).toMatchObject({ outcome: 'abandoned', endedBy: 'us' })
    expect(second!.messageStartedAt! - second!.answeredAt!).toBe(2000)
    expect(second!.messageEndedAt! - second!.messageStartedAt!).toBe(1000)
  })

  it('is not joined any more once the message has begun', async () => {
    const rig = await answeredInWrapUp(LATER)
    await rig.until(14.5)
    await rig.closeCard('anna')
    expect(rig.stateOf('anna')).toBe('free')
    await rig.until(20)
    expect(rig.counts()).toEqual([1, 1])
  })

  it('goes on the stop list by pressing the key, and is not called again', async () => {
    const stops = person(seconds(12), { announcement: { kind: 'pressesStop', after: 500 } })
    const rig = await answeredInWrapUp(stops, {
      campaigns: [{ mode: 'power', powerRatio: 2, retry: retryAfterMinute('abandoned') }],
    })
    await rig.until(20)
    expect(await rig.contact(1)).toMatchObject({ finished: 'stopList', stopped: [0] })
    expect(await rig.outcomes()).toEqual(['0 connected', '1 abandoned'])
    await rig.closeCard('anna')
    await rig.until(200)
    expect(rig.dialed()).toHaveLength(2)
  })

  it('is not given to somebody who talks, whatever they press', async () => {
    const rig = await rigOf({
      campaigns: [{ mode: 'power', powerRatio: 2, connectWithin: seconds(30) }],
      contacts: { demo: [0, 1] },
      callee: n => person(seconds(n + 1), { talk: seconds(60), patience: seconds(60) }),
    })
    await rig.signIn()
    await rig.until(5)
    for (const kind of ['break', 'ready', 'ready', 'startCall'] as const)
      rig.desk.act({ operator: 'anna', kind, reason: 'tea', attempt: rig.attemptTo(1) } as never)
    await rig.until(6)
    const states = rig.engine.snapshot().calls.map(one => one.state)
    expect([states, rig.stateOf('anna')]).toEqual([['talking', 'seeking'], 'talking'])
  })

  it('is served before a person who may still answer', async () => {
    // Boris leaves while contact 1 rings for him; Anna is promised to contact 0, who still rings.
    const rig = await rigOf({
      operators: { anna: ['demo'], boris: ['demo'] },
      contacts: { demo: [0, 1] },
      callee: n => (n === 0 ? unreached('unanswered', seconds(24)) : person(seconds(3))),
    })
    await rig.signIn()
    await rig.until(1)
    rig.desk.act({ operator: 'boris', kind: 'gone' })
    await rig.until(4)
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.desk.shown('anna', 'card').at(-1)).toMatchObject({
      phase: 'talking',
      card: { data: { name: 'Contact 1' } },
    })
    expect(rig.counts()).toEqual([1, 0])
  })

  it('is taken by an operator whose own call has just come to nothing', async () => {
    // Anna is promised to a callback, which nobody may take from her until it is over.
    const rig = await rigOf({
      campaigns: [{ callbackGrace: seconds(1) }],
      operators: { anna: ['demo'], boris: ['demo'] },
      contacts: { demo: [0, 1] },
      callee: (n, time) => {
        if (n === 1) return person(seconds(23), { patience: seconds(20) })
        return time === 0 ? person(seconds(1), { talk: seconds(1) }) : unreached('busy', seconds(4))
      },
    })
    await rig.signIn('anna')
    await rig.until(3)
    const callback = { at: rig.timeline.wall() + seconds(20), own: true }
    await rig.closeCard('anna', 'callback', { callback })
    rig.desk.act({ operator: 'anna', kind: 'gone' })
    await rig.signIn('boris')
    await rig.until(20)
    await rig.signIn('anna')
    await rig.until(25)
    rig.desk.act({ operator: 'boris', kind: 'gone' })
    await rig.until(26.5)
    expect(rig.dialed()).toEqual(['0 0', '3 1', '23 0'])
    expect(rig.stateOf('anna')).toBe('reserved')
    await rig.until(27)
    expect(rig.stateOf('anna')).toBe('talking')
    expect(rig.counts()).toEqual([2, 0])
  })

  it('is taken by the longest free whose line still rings, if it is no callback', async () => {
    const never = unreached('unanswered', seconds(24))
    const rig = await rigOf({
      operators: { anna: ['demo'], clara: ['demo'], dora: ['demo'], boris: ['demo'] },
      contacts: { demo: [0] },
      callee: (n, time) => {
        if (n === 0) return time === 0 ? person(seconds(1), { talk: seconds(1) }) : never
        return n === 3 ? person(seconds(14)) : never
      },
    })
    await rig.signIn('anna')
    await rig.until(2)
    const callback = { at: rig.timeline.wall() + seconds(3), own: true }
    await rig.closeCard('anna', 'callback', { callback })
    // Anna's callback rings from 5 s on, and lines for the others from 9 s on.
    for (const [second, operator] of [
      [6, 'clara'],
      [7, 'dora'],
      [8, 'boris'],
    ] as const) {
      await rig.until(second)
      await rig.signIn(operator)
    }
    const plain = { key: null, zone: 'UTC', priority: 5, data: {} }
    const more = [1, 2, 3].map(n => ({ ...plain, phones: [phoneOf(n)] }))
    await rig.store.addContacts('demo', more, rig.timeline.wall())
    await rig.until(20)
    rig.desk.act({ operator: 'boris', kind: 'gone' })
    await rig.until(25)
    const states = ['anna', 'clara', 'dora'].map(operator => rig.stateOf(operator))
    expect(states).toEqual(['reserved', 'talking', 'reserved'])
  })
})
