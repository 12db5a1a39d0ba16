import { describe, expect, it } from 'vitest'
import { seconds } from '../../src/base/duration.ts'
import type { Core } from '../../src/dialing/core.ts'
import { checkInvariants } from '../../src/dialing/invariants.ts'
import { person, unreached } from '../../src/telephony/virtual/callee.ts'
import { type Rig, rigOf } from '../support/rig.ts'

const OPERATORS = { anna: ['demo'], boris: ['demo'], clara: ['demo'], dora: ['demo'] }

/** Anna talks, a line rings for Boris, Clara wraps up, and Dora is free: nobody is left to call. */
async function midway(): Promise<Rig> {
  const rig = await rigOf({
    operators: OPERATORS,
    contacts: { demo: [0, 1, 2] },
    callee: n =>
      n === 1
        ? unreached('unanswered', seconds(60))
        : person(seconds(2), { talk: seconds(n === 0 ? 60 : 3) }),
  })
  await rig.signIn()
  await rig.until(10)
  expect(Object.keys(OPERATORS).map(id => rig.stateOf(id))).toEqual([
    'talking',
    'reserved',
    'wrapUp',
    'free',
  ])
  return rig
}

/** Everything that can be wrong, brought about by hand, and the rule that names it. */
const WRONGS: readonly (readonly [string, (core: Core, parts: Parts) => void])[] = [
  [
    'no trunk gives back more',
    core => {
      const [trunk] = core.trunks.values()
      trunk!.gate = { ...trunk!.gate, used: -1 }
    },
  ],
  [
    'no count of a campaign falls below zero',
    (_, { demo }) => {
      demo.ringing = -1
    },
  ],
  [
    'no count of a campaign falls below zero',
    (_, { demo }) => {
      demo.live = -1
    },
  ],
  [
    'no count of a campaign falls below zero',
    (_, { demo }) => {
      demo.busy = -1
    },
  ],
  [
    'no more promises end',
    (_, { demo }) => {
      demo.boundCount = -1
    },
  ],
  [
    'no more promises end',
    (_, { demo }) => {
      demo.demandBound = -1
    },
  ],
  [
    'a contact has one live attempt',
    (_, { talk, ring }) => {
      Object.assign(ring, { contact: talk.contact })
    },
  ],
  [
    'a number has one live attempt',
    (_, { talk, ring }) => {
      ring.start = { ...ring.start, number: talk.start.number }
    },
  ],
  ['the numbers in calls', core => core.numbers.set(99, 'nobody')],
  ['so are the contacts', core => core.contacts.add(99)],
  [
    'lines in use',
    core => {
      const [trunk] = core.trunks.values()
      trunk!.gate = { ...trunk!.gate, used: 3 }
    },
  ],
  [
    'an attempt that is over',
    (_, { ring }) => {
      ring.attempt = { ...ring.attempt, state: { name: 'over', outcome: 'busy' } }
    },
  ],
  [
    'served or left is counted',
    (_, { talk }) => {
      talk.attempt = { ...talk.attempt, counted: null }
    },
  ],
  ['who seeks is in the row', (_, { demo, ring }) => demo.seeking.add(ring)],
  [
    'a promise is known on both sides',
    (_, { boris }) => {
      boris.bound = null
    },
  ],
  [
    'whoever is promised has no other task',
    (_, { boris, clara }) => {
      boris.operator = clara.operator
    },
  ],
  [
    'whoever is joined to a call talks',
    (_, { anna, dora }) => {
      anna.operator = dora.operator
    },
  ],
  [
    'whoever talks has a live call',
    (_, { anna, dora }) => {
      dora.operator = anna.operator
    },
  ],
  [
    'the reservation shown',
    (_, { boris }) => {
      const { state, memory } = boris.operator
      boris.operator = { memory, state: { ...state, attempt: 'another' } as never }
    },
  ],
  ['who is free can be found', (_, { demo, dora }) => demo.unbound.remove(dora)],
  ['who is free can be found', (_, { demo, anna }) => demo.unbound.add(anna)],
  [
    'nobody waits for an operator while one is free',
    (_, { demo, ring }) => {
      ring.attempt = { ...ring.attempt, state: { name: 'seeking', until: 0 } }
      demo.seeking.add(ring)
    },
  ],
  [
    'the live attempts of a campaign',
    (_, { demo }) => {
      demo.live++
    },
  ],
  [
    'the ringing lines of a campaign',
    (_, { demo }) => {
      demo.ringing++
    },
  ],
  [
    'the promises of a campaign',
    (_, { demo }) => {
      demo.boundCount++
    },
  ],
  [
    'the busy operators of a campaign',
    (_, { demo }) => {
      demo.busy++
    },
  ],
  [
    'the open cards of a campaign',
    (_, { demo }) => {
      demo.openCards++
    },
  ],
]

const partsOf = (core: Core) => ({
  demo: core.campaigns.get('demo')!,
  anna: core.operators.get('anna')!,
  boris: core.operators.get('boris')!,
  clara: core.operators.get('clara')!,
  dora: core.operators.get('dora')!,
  talk: [...core.attempts.values()].find(one => one.attempt.state.name === 'talking')!,
  ring: [...core.attempts.values()].find(one => one.attempt.state.name === 'placed')!,
})
type Parts = ReturnType<typeof partsOf>

describe('the invariants', () => {
  it('hold in the middle of things', async () => {
    const rig = await midway()
    checkInvariants(rig.core, true)
  })

  it.each(WRONGS)('notice a breach of "%s"', async (rule, breach) => {
    const rig = await midway()
    breach(rig.core, partsOf(rig.core))
    expect(() => checkInvariants(rig.core, true)).toThrow(rule)
    rig.crash()
  })

  it('are checked cheaply in production: counts that cannot be', async () => {
    const rig = await midway()
    rig.core.campaigns.get('demo')!.live++
    checkInvariants(rig.core, false)
    rig.core.campaigns.get('demo')!.live = -1
    expect(() => checkInvariants(rig.core, false)).toThrow('below zero')
    rig.crash()
  })
})

describe('an engine that has broken its own rules', () => {
  it('does nothing more, and virtual time does not go on', async () => {
    const rig = await midway()
    rig.core.campaigns.get('demo')!.live = 7
    await expect(rig.until(20)).rejects.toThrow('the live attempts of a campaign')
    const commands = rig.commands.length
    await expect(rig.engine.settled()).rejects.toThrow('the live attempts of a campaign')
    rig.desk.act({ operator: 'anna', kind: 'hangUp', attempt: rig.attemptTo(0) })
    while (rig.timeline.monotonic() < 200_000) rig.timeline.step()
    expect(rig.commands).toHaveLength(commands)
    rig.crash()
  })
})
