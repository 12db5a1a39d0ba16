import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import {
  createVirtualExchange,
  type VirtualExchange,
} from '../../../src/telephony/virtual/exchange.ts'
import type { JoinAnswer, PhoneAnswer } from '../../../src/telephony/virtual/legs.ts'
import type {
  AnsweredCallee,
  CalleeOutcome,
  CalleeScript,
} from '../../../src/telephony/virtual/script.ts'
import { StoryKeeper } from './story.ts'

// Few and short times on purpose: much then falls into the same instant.
const time = fc.constantFrom(0, 1, 5, 10, 20, 50)
const never = fc.option(time, { freq: 2 })
const callee: fc.Arbitrary<AnsweredCallee> = fc.record({
  by: fc.constantFrom('person', 'machine'),
  patience: fc.constantFrom(0, 5, 50, 200, 500),
  talk: fc.option(fc.constantFrom(0, 5, 50, 200)),
  leavesAfter: fc.constantFrom(null, null, null, null, 0, 50),
  announcement: fc.oneof(
    fc.record({ kind: fc.constant('listens' as const) }),
    fc.record({ kind: fc.constantFrom('pressesStop' as const, 'hangsUp' as const), after: time }),
  ),
})
const outcome: fc.Arbitrary<CalleeOutcome> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('answers' as const), after: time, callee }),
  },
  fc.record({
    kind: fc.constantFrom('busy', 'invalid', 'congestion', 'refused', 'unanswered'),
    after: time,
  }),
)
const provisional = fc.record({ trying: never, ringing: never, earlyMedia: never })
const fault = fc.constantFrom('none', 'none', 'none', 'crossing', 'lost BYE')
const script: fc.Arbitrary<CalleeScript> = fc
  .record({ provisional, outcome, fault, after: time })
  .map(({ fault, after, ...sound }) => {
    if (fault === 'crossing') return { ...sound, answersCancel: { by: 'person', after } }
    return fault === 'lost BYE' ? { ...sound, byeLostFor: after } : sound
  })

const ATTEMPTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
const OPERATORS = ['anna', 'bert', 'cora']
const MOST_LINES = 6
type Act = (exchange: VirtualExchange, story: StoryKeeper) => void

/** A thousand stories take some seconds on a busy machine. */
const timeout = seconds(30)
/** Acts on one of the attempts that are in the phase, or over: the n-th of them. */
const onOne = (
  n: number,
  phase: string,
  run: (id: string, ...of: Parameters<Act>) => void,
): Act => {
  return (exchange, story) => {
    const fit = ATTEMPTS.filter(id => [phase, 'over'].includes(story.phase(id)))
    const alive = fit.filter(id => story.phase(id) === phase)
    const from = alive.length > 0 && n > 0 ? alive : fit
    if (from.length > 0) run(from[n % from.length]!, exchange, story)
  }
}
const operator = fc.constantFrom(...OPERATORS)
const originate = fc.tuple(fc.nat(), fc.constantFrom(0, 20, 100)).map(([n, ringLimit]) =>
  onOne(n, 'nothing', (id, exchange, story) => {
    if (story.phase(id) === 'over') return
    story.placed(id)
    exchange.originate(id, { to: id, from: '+12125550199', trunk: 'main', ringLimit })
  }),
)
const connect = fc.tuple(fc.nat(), operator).map(([n, whom]) =>
  onOne(n, 'waiting', (id, exchange, story) => {
    story.connecting(id, whom)
    exchange.connect(id, whom)
  }),
)
const announce = fc.tuple(fc.nat(), fc.constantFrom('9', null)).map(([n, stopKey]) =>
  onOne(n, 'waiting', (id, exchange, story) => {
    story.announcing(id)
    exchange.announce(id, { message: '', stopKey })
  }),
)
/** What an operator has done in a call: of those that are joined, and of others. */
const inCall: fc.Arbitrary<Act> = fc
  .tuple(fc.nat(), fc.nat(6), operator, fc.constantFrom('joined', 'joined', 'waiting', 'placed'))
  .map(([n, what, whom, phase]) =>
    onOne(n, phase, (id, exchange, story) => {
      if (what < 2) return exchange.hold(id, what === 0)
      if (what === 2) return exchange.mute(id, n % 2 === 0)
      if (what === 3) return exchange.sendDigits(id, '5')
      if (what === 4) return exchange.invite(id, whom)
      if (what === 5) return exchange.dismiss(id)
      if (story.isMoving(id)) return
      story.transferring(id)
      exchange.transfer(id, whom)
    }),
  )
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: inCall },
  { weight: 8, arbitrary: originate },
  { weight: 8, arbitrary: connect },
  { weight: 3, arbitrary: announce },
  fc.constantFrom(...ATTEMPTS).map(
    (id): Act =>
      exchange =>
        exchange.hangUp(id),
  ),
  {
    weight: 4,
    arbitrary: operator.map(
      (whom): Act =>
        exchange =>
          exchange.operatorUp(whom),
    ),
  },
  operator.map(
    (whom): Act =>
      exchange =>
        exchange.operatorDown(whom),
  ),
  operator.map(
    (whom): Act =>
      exchange =>
        exchange.dropOperator(whom),
  ),
  fc.nat(MOST_LINES).map(
    (lines): Act =>
      exchange =>
        exchange.setLines('main', lines),
  ),
)
const phone: fc.Arbitrary<PhoneAnswer> = fc.record({
  result: fc.constantFrom('up', 'up', 'up', 'noAnswer', 'refused'),
  after: time,
})
const join: fc.Arbitrary<JoinAnswer> = fc.record({
  joins: fc.constantFrom(true, true, false),
  dropsAfter: fc.option(time, { freq: 2 }),
})

test('Whatever is commanded, and when, each call makes sense and ends once.', { timeout }, () => {
  fc.assert(
    fc.property(
      fc.array(script, { minLength: ATTEMPTS.length, maxLength: ATTEMPTS.length }),
      fc.array(fc.tuple(time, act), { minLength: 5, maxLength: 80 }),
      fc.infiniteStream(phone),
      fc.infiniteStream(join),
      fc.infiniteStream(fc.option(act, { freq: 2 })),
      time,
      (scripts, acts, phones, joins, reactions, connectDelay) => {
        const timeline = new VirtualTimeline(0)
        const story = new StoryKeeper()
        const trunk = { id: 'main', lines: 4, callsPerSecond: 8 }
        const exchange = createVirtualExchange({
          timeline,
          random: seededRandom(1),
          callees: { script: ({ to }) => scripts[ATTEMPTS.indexOf(to)]! },
          trunks: [{ ...trunk, faults: [{ from: 20, to: 40, share: 0.5 }] }],
          phones: { ring: () => phones.next().value, join: () => joins.next().value },
          connectDelay,
          congestionDelay: 5,
          messageLength: () => 20,
        })
        let commanding = false
        let broken: unknown = null
        const run = (command: Act) => {
          commanding = true
          command(exchange, story)
          commanding = false
        }
        exchange.events$.subscribe(event => {
          try {
            expect(commanding, 'a command tells nothing itself').toBe(false)
            story.tell(event)
            const reaction = reactions.next().value
            if (reaction) run(reaction)
          } catch (error) {
            broken ??= error
          }
        })
        for (const whom of OPERATORS) exchange.operatorUp(whom)
        let at = 0
        for (const [delay, command] of acts) {
          timeline.after((at += delay), () => {
            run(command)
            expect(exchange.linesInUse('main')).toBeLessThanOrEqual(MOST_LINES)
            expect(exchange.linesInUse('main')).toBeLessThanOrEqual(exchange.liveCalls)
          })
        }
        // In the end we hang up whatever is still there.
        timeline.after(at + 1000, () => {
          for (const id of ATTEMPTS) exchange.hangUp(id)
        })
        while (timeline.step());
        if (broken !== null) throw broken
        for (const id of ATTEMPTS) expect(story.ends.has(id)).toBe(story.phase(id) !== 'nothing')
        expect(exchange.linesInUse('main')).toBe(0)
        expect(exchange.liveCalls).toBe(0)
      },
    ),
    { numRuns: 1000 },
  )
})
