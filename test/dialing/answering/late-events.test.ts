import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { person, unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfterMinute } from '../../support/campaigns.ts'
import { rigOf } from '../../support/rig.ts'

describe('a call the adapter lost sight of', () => {
  it('before the answer is lost, counts at its worst, and its contact waits by the plan', async () => {
    const rig = await rigOf({
      contacts: { demo: [0] },
      campaigns: [{ retry: retryAfterMinute('lost') }],
      callee: () => unreached('unanswered', seconds(60)),
    })
    await rig.signIn()
    await rig.until(2)
    rig.lose(0)
    await rig.until(3)
    expect(await rig.outcomes()).toEqual(['0 lost'])
    expect(rig.counts()).toEqual([0, 1])
    expect(await rig.contact(0)).toMatchObject({
      state: 'waiting',
      contact: { counts: { lost: 1 } },
    })
  })

  it('in talk is connected, and the operator fills the card', async () => {
    const rig = await rigOf({
      contacts: { demo: [0] },
      callee: () => ({ ...person(seconds(1), { talk: seconds(5) }), byeLostFor: seconds(90) }),
    })
    await rig.signIn()
    await rig.until(95)
    expect(rig.stateOf('anna')).toBe('talking')
    await rig.until(96)
    expect(rig.stateOf('anna')).toBe('wrapUp')
    await rig.closeCard('anna')
    await rig.until(97)
    expect(await rig.outcomes()).toEqual(['0 connected'])
  })
})

describe('news of the network that come twice or late', () => {
  const repeated = (faults: object) =>
    rigOf({
      operators: { anna: ['demo'], boris: ['demo'] },
      contacts: { demo: Array.from({ length: 12 }, (_, n) => n) },
      campaigns: [{ mode: 'power', powerRatio: 2, wrapUp: BY_ITSELF }],
      callee: n => (n % 3 === 0 ? unreached('busy', 900) : person(seconds(n), { talk: 4000 })),
      faults,
    })
  const BY_ITSELF = { limit: 0, extension: 0, extensionsMax: 0, disposition: 'done' }

  it('change nothing when they come twice', async () => {
    const [once, twice] = [await repeated({}), await repeated({ repeatedEvents: 1 })]
    for (const rig of [once, twice]) {
      await rig.signIn()
      // The repetition of a phone coming up is awaited by nobody any more.
      await rig.until(120)
    }
    expect(await twice.outcomes()).toEqual(await once.outcomes())
  })

  it('break no rule when they come late', async () => {
    const rig = await repeated({ lateEvents: 0.5, repeatedEvents: 0.5 })
    await rig.signIn()
    await rig.until(300)
    const ended = rig.events.filter(one => one.kind === 'attempt.ended')
    expect(new Set(ended.map(one => one.attempt)).size).toBe(ended.length)
  })

  it('about calls nobody knows are for nobody', async () => {
    const rig = await repeated({})
    await rig.signIn()
    rig.tell({ kind: 'answered', attempt: 'unknown', by: 'person' })
    rig.tell({ kind: 'ended', attempt: 'unknown', cause: 'busy', from: 'callee' })
    await rig.until(0.5)
    expect(rig.counts()).toEqual([0, 0])
  })
})
