import fc from 'fast-check'
import { expect, test } from 'vitest'
import { millis, seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import type { CalleeScript } from '../../../src/telephony/virtual/script.ts'
import { reckon } from '../../support/reckoning.ts'
import { phoneOf, type Rig, rigOf } from '../../support/rig.ts'
import { LINE } from './talk-outside.ts'

const WHO = ['anna', 'boris', 'vera'] as const
const who = fc.constantFrom(...WHO)

/** Those outside, by name, and what they do: some answer, some do not, some go at once. */
const OUTSIDE: Readonly<Record<string, CalleeScript>> = {
  answers: person(millis(300), { talk: seconds(3) }),
  patient: person(millis(900), { patience: seconds(60) }),
  leaves: person(millis(300), { leavesAfter: millis(50) }),
  engaged: unreached('busy', millis(400)),
  away: unreached('unanswered', seconds(60)),
  full: unreached('congestion', millis(200)),
}
const NAMES = Object.keys(OUTSIDE)
const numberOf = (name: string): string => phoneOf(LINE + NAMES.indexOf(name))

/** What somebody does, or what happens to them: people go seldom, or nobody is left. */
const happening = fc.record({
  what: fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(
        'invite',
        'transfer',
        'hold',
        'close',
        'ready',
        'call',
        'give',
        'give',
      ),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom('dismiss', 'hangUp', 'drop', 'putDown', 'personGoes', 'theyGo'),
    },
    { weight: 1, arbitrary: fc.constantFrom('gone', 'break', 'deafen') },
  ),
  who,
  to: who,
  outside: fc.constantFrom(...NAMES),
  on: fc.boolean(),
  /** How long after the one before, in ms. */
  after: fc.constantFrom(0, 100, 100, 400),
})

/** What is done in a talk only. */
const IN_TALKS: ReadonlySet<string> = new Set(['invite', 'transfer', 'hold', 'call', 'give'])

/** Lets one of them happen, to the operators who are drawn or to the people on the line. */
function happen(rig: Rig, { what, on, outside, ...drawn }: Drawn): void {
  // Who talks acts on who does not, and who wraps up closes, or little would come of it.
  const order = [drawn.who, drawn.to, ...WHO]
  const among = (state: string) => order.find(one => rig.stateOf(one) === state) ?? drawn.who
  const inTalk = IN_TALKS.has(what) ? among('talking') : drawn.who
  const operator = what === 'close' ? among('wrapUp') : inTalk
  const to = order.find(one => one !== operator && rig.stateOf(one) !== 'talking') ?? drawn.to
  const attempt = rig.desk.shown(operator, 'card').at(-1)?.attempt ?? 'none'
  const done = { attempt, answers: {}, disposition: 'done' }
  switch (what) {
    case 'drop':
      return rig.exchange.dropOperator(operator)
    case 'putDown':
      return rig.exchange.dropOperator(operator, 'hungUp')
    case 'personGoes':
      return goes(rig, attempt)
    case 'theyGo':
      for (const one of [...rig.core.outsides.keys()]) goes(rig, one)
      return
    case 'deafen':
      // The network says nothing of what it is asked from now on, or hears again.
      for (const name of ['unite', 'letIn', 'transfer'] as const)
        on ? rig.deaf.delete(name) : rig.deaf.add(name)
      return
    case 'break':
      return rig.desk.act({ operator, kind: what, reason: 'tea' })
    case 'ready':
    case 'gone':
      return rig.desk.act({ operator, kind: what })
    case 'hold':
      return rig.desk.act({ operator, kind: what, attempt, on })
    case 'close':
      return rig.desk.act({ operator, kind: 'closeCard', ...done })
    case 'invite':
    case 'transfer':
      return rig.desk.act({ operator, kind: what, attempt, to })
    case 'call':
      return rig.desk.act({ operator, kind: 'invite', attempt, to: outside })
    case 'give':
      return rig.desk.act({ operator, kind: 'transfer', attempt, to: outside })
    default:
      return rig.desk.act({ operator, kind: what, attempt })
  }
}

type Drawn = typeof happening extends fc.Arbitrary<infer One> ? One : never

/** Somebody at the far side hangs up, where they have been answered or have answered. */
function goes(rig: Rig, attempt: string): void {
  if (rig.core.attempts.get(attempt)?.attempt.state.name === 'placed') return
  rig.tell({ kind: 'ended', attempt, cause: 'hangUp', from: 'callee' })
  rig.exchange.hangUp(attempt)
}

test(
  'Whatever operators do in calls, no rule of the engine breaks.',
  { timeout: seconds(60) },
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(happening, { minLength: 20, maxLength: 60 }),
        fc.constantFrom(0, 40, 120),
        fc.constantFrom(0, 5),
        fc.constantFrom('held' as const, 'callback' as const),
        async (happenings, connectDelay, wrapUp, leg) => {
          const rig = await rigOf({
            operators: { anna: ['demo'], boris: ['demo'], vera: ['demo'] },
            campaigns: [
              {
                mode: 'power',
                powerRatio: 1,
                ring: { limit: seconds(2), minimum: 0 },
                transfers: { outside: NAMES.map(name => ({ name, number: numberOf(name) })) },
                wrapUp: {
                  limit: seconds(wrapUp),
                  extension: 0,
                  extensionsMax: 0,
                  disposition: 'done',
                },
              },
            ],
            contacts: { demo: [0, 1, 2, 3, 4] },
            connectDelay,
            legOf: () => leg,
            callee: n =>
              n >= LINE
                ? OUTSIDE[NAMES[n - LINE]!]!
                : person(seconds(1) + n * 170, { talk: seconds(6 + n) }),
          })
          await rig.signIn()
          let at = 1000
          for (const one of happenings) {
            at += one.after
            await rig.until(at / 1000)
            happen(rig, one)
          }
          await rig.until(at / 1000 + 120)
          expect(rig.engine.snapshot().calls).toEqual([])
          expect(rig.core.outsides.size).toBe(0)
          for (const one of WHO) expect(rig.stateOf(one)).not.toBe('talking')
          await reckon(rig)
          await rig.close()
        },
      ),
      { numRuns: 150 },
    ),
)
