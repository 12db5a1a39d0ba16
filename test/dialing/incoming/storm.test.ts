import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minutes, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfter } from '../../support/campaigns.ts'
import { reckon } from '../../support/reckoning.ts'
import { rigOf } from '../../support/rig.ts'
import { callIn } from './calling-in.ts'

const WHO = ['anna', 'boris'] as const

/** Whoever withholds their number. */
const WITHHELD = 8

/** What somebody does, or what happens to them. Numbers 0 to 5 are contacts, others strangers. */
const happening = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('callIn') },
    { weight: 6, arbitrary: fc.constantFrom('close', 'ready', 'hangUp') },
    { weight: 2, arbitrary: fc.constantFrom('break', 'drop', 'transfer', 'signIn') },
    { weight: 1, arbitrary: fc.constantFrom('gone', 'stop', 'start', 'store') },
  ),
  who: fc.constantFrom(...WHO),
  number: fc.integer({ min: 0, max: WITHHELD }),
  after: fc.integer({ min: 0, max: 4000 }),
  patience: fc.constantFrom(0, 50, 3000, 60_000),
  talk: fc.constantFrom(1000, 20_000),
  key: fc.boolean(),
})

/** How they call. */
const from = ({
  number,
  key,
  ...rest
}: Pick<Happening, 'number' | 'key' | 'patience' | 'talk'>) => ({
  ...(number === WITHHELD && { from: null }),
  habits: {
    ...rest,
    announcement: key
      ? ({ kind: 'pressesStop', after: 300 } as const)
      : ({ kind: 'listens' } as const),
  },
})

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

test(
  'Whoever calls whenever, no rule of the engine breaks, and nobody is called who was talked to.',
  { timeout: seconds(60) },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 15, maxLength: 40 }),
        fc.constantFrom('progressive', 'power', 'preview'),
        fc.constantFrom('operators', 'message'),
        async (happenings, mode, to) => {
          const rig = await rigOf({
            operators: { anna: ['demo'], boris: ['demo'] },
            campaigns: [
              {
                mode,
                incoming: { to, wait: seconds(8), unknown: 'operators', message: null },
                retry: retryAfter(seconds(10), ['noAnswer', 'abandoned', 'cancelled', 'lost']),
              },
            ],
            contacts: { demo: [0, 1, 2, 3, 4, 5] },
            connectDelay: 60,
            callee: (n, time) =>
              (n + time) % 2 === 0
                ? unreached('unanswered', seconds(2))
                : person(seconds(1), { talk: seconds(4), patience: seconds(3) }),
          })
          await rig.signIn()
          let at = 0
          for (const { what, who, number, after, patience, talk, key } of happenings) {
            at += after / 1000
            await rig.until(at)
            const attempt = rig.desk.shown(who, 'card').at(-1)?.attempt ?? 'none'
            const other = who === 'anna' ? 'boris' : 'anna'
            if (what === 'callIn') await callIn(rig, number, from({ number, key, patience, talk }))
            else if (what === 'close') {
              const how = { disposition: 'done', answers: {} }
              rig.desk.act({ operator: who, kind: 'closeCard', attempt, ...how })
            } else if (what === 'drop') rig.exchange.dropOperator(who)
            else if (what === 'transfer')
              rig.desk.act({ operator: who, kind: what, attempt, to: other })
            else if (what === 'hangUp') rig.desk.act({ operator: who, kind: what, attempt })
            else if (what === 'break') rig.desk.act({ operator: who, kind: what, reason: 'tea' })
            else if (what === 'signIn')
              rig.desk.act({ operator: who, kind: what, campaigns: ['demo'] })
            else if (what === 'stop' || what === 'start')
              rig.engine.control({ kind: what, campaign: 'demo' })
            else if (what === 'store') {
              rig.faults.add('takeCaller')
              await callIn(rig, number)
              rig.faults.clear()
            } else rig.desk.act({ operator: who, kind: what as 'ready' })
          }
          await rig.until(at + minutes(3) / 1000)
          await reckon(rig)
          const records = await rig.records()
          const done = new Map<number, number>()
          for (const { contact, disposition, closedAt, begunAt, mode } of records) {
            const since = done.get(contact)
            if (mode !== 'incoming' && since !== undefined)
              expect(begunAt, 'nobody is called whose card was closed').toBeLessThan(since)
            if (disposition === 'done') done.set(contact, closedAt!)
          }
          const counted = records.filter(({ mode }) => mode === 'incoming')
          for (const { outcome } of counted) expect(['served', 'unserved']).toContain(outcome)
          await rig.close()
        },
      ),
      { numRuns: 100 },
    ),
)
