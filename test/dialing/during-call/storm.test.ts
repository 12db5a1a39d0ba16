import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { rigOf } from '../../support/rig.ts'

const WHO = ['anna', 'boris', 'vera'] as const
const who = fc.constantFrom(...WHO)

/** What somebody does, or what happens to them: people go seldom, or nobody is left. */
const happening = fc.record({
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom('invite', 'transfer', 'hold', 'close', 'ready') },
    { weight: 2, arbitrary: fc.constantFrom('dismiss', 'hangUp', 'drop') },
    { weight: 1, arbitrary: fc.constant('gone') },
  ),
  who,
  to: who,
  on: fc.boolean(),
})

test(
  'Whatever operators do in calls, no rule of the engine breaks.',
  { timeout: seconds(60) },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(0, 40, 120),
        async (happenings, connectDelay) => {
          const rig = await rigOf({
            operators: { anna: ['demo'], boris: ['demo'], vera: ['demo'] },
            campaigns: [{ mode: 'power', powerRatio: 1 }],
            contacts: { demo: [0, 1] },
            connectDelay,
            callee: n => person(seconds(1) + n * 170, { talk: seconds(3 + n) }),
          })
          await rig.signIn()
          let at = 1
          for (const { what, on, ...drawn } of happenings) {
            await rig.until((at += 0.1))
            // Of two that are drawn, whoever talks acts on whoever is free, where that is so.
            const swap = rig.stateOf(drawn.to) === 'talking' && rig.stateOf(drawn.who) === 'free'
            const { who, to } = swap ? { who: drawn.to, to: drawn.who } : drawn
            const attempt = rig.desk.shown(who, 'card').at(-1)?.attempt ?? 'none'
            if (what === 'drop') rig.exchange.dropOperator(who)
            else if (what === 'ready') rig.desk.act({ operator: who, kind: what })
            else if (what === 'gone') rig.desk.act({ operator: who, kind: 'gone' })
            else if (what === 'hold') rig.desk.act({ operator: who, kind: what, attempt, on })
            else if (what === 'close')
              rig.desk.act({
                operator: who,
                kind: 'closeCard',
                attempt,
                answers: {},
                disposition: 'done',
              })
            else if (what === 'invite' || what === 'transfer')
              rig.desk.act({ operator: who, kind: what, attempt, to })
            else rig.desk.act({ operator: who, kind: what as 'dismiss', attempt })
          }
          await rig.until(at + 120)
          const live = rig.engine.snapshot().calls
          expect(live).toEqual([])
          for (const one of WHO) expect(rig.stateOf(one)).not.toBe('talking')
          await rig.close()
        },
      ),
      { numRuns: 60 },
    ),
)
