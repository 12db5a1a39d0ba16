import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { Policy } from '../../../src/pacing/policy.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { retryAfterMinute } from '../../support/campaigns.ts'
import { type Rig, type RigOptions, rigOf } from '../../support/rig.ts'

/**
 * Learns how often it was asked, up to a number, and says what it began from; it starts so many
 * lines each time.
 */
const counting = (most = Infinity, launches = 0): Policy<number> => ({
  name: 'counting',
  initial: 0,
  rhythm: 1000,
  decide: state => ({
    state: Math.min(most, state + 1),
    launches,
    drops: 0,
    because: { rule: `asked ${state}`, target: 0, limitedBy: 'nothing' },
  }),
  memory: {
    keep: state => ({ asked: state }),
    resume: kept => (kept as { asked: number } | null)?.asked ?? -1000,
  },
})

const optionsOf = (policy: Policy<number>): RigOptions => ({
  campaigns: [{ mode: 'predictive' }],
  callee: () => unreached('unanswered', seconds(60)),
  policyOf: () => policy as Policy,
})

describe('what a policy has learned', () => {
  it('is written behind every five minutes, and when the engine ends', async () => {
    const rig = await rigOf(optionsOf(counting()))
    await rig.until(299)
    expect(await rig.store.learned('demo')).toBeNull()
    await rig.until(301)
    const early = JSON.parse((await rig.store.learned('demo'))!) as { asked: number }
    expect(early.asked).toBeGreaterThan(290)
    await rig.until(400)
    expect(rig.asked.get('keepLearned')).toBe(1)
    await rig.close()
    const last = JSON.parse((await rig.store.learned('demo'))!) as { asked: number }
    expect(last.asked).toBeGreaterThan(390)
  })

  it('is not written again while it is the same', async () => {
    const rig = await rigOf(optionsOf(counting(7)))
    await rig.until(1200)
    await rig.close()
    expect(rig.asked.get('keepLearned')).toBe(1)
  })

  it('is where the policy of the next engine begins, after a crash too', async () => {
    const options = optionsOf(counting())
    const rig = await rigOf(options)
    await rig.until(302)
    const next = await rigOf({ ...options, store: rig.crash() })
    await next.until(1)
    expect(next.engine.snapshot().campaigns[0]!.because!.rule).toMatch(/^asked 30\d$/)
  })

  it('is for the policy to refuse when somebody has spoiled it, and is then written anew', async () => {
    const options = optionsOf(counting())
    const rig = await rigOf(options)
    await rig.close()
    await rig.store.keepLearned('demo', '{"asked":', 0)
    const next = await rigOf({ ...options, store: rig.store })
    await next.until(1)
    expect(next.engine.snapshot().campaigns[0]!.because!.rule).toBe('asked -999')
    await next.close()
    expect(await next.store.learned('demo')).toBe('{"asked":-998}')
  })

  const told = (rig: Rig) =>
    rig.events.flatMap(one => (one.kind.startsWith('store.') ? [{ ...one, at: 0 }] : []))
  const FAILED = { at: 0, kind: 'store.failed', what: 'learned', code: 'STORE_BUSY' }
  const RECOVERED = { at: 0, kind: 'store.recovered' }

  it('does not hold up anything when the store refuses it, and is tried again', async () => {
    const rig = await rigOf({
      ...optionsOf(counting()),
      contacts: { demo: Array.from({ length: 90 }, (_, n) => n) },
      callee: () => unreached('busy', seconds(1)),
      campaigns: [{ mode: 'predictive', retry: retryAfterMinute('busy') }],
      policyOf: () => counting(Infinity, 1) as Policy,
    })
    await rig.signIn()
    rig.faults.add('keepLearned')
    await rig.until(299)
    const before = rig.dialed().length
    await rig.until(302)
    // Any other refusal would leave the store alone for two seconds.
    expect(rig.dialed().length).toBeGreaterThan(before + 1)
    expect(rig.engine.snapshot().storeTrouble).toBeNull()
    expect(told(rig)).toEqual([FAILED])
    await rig.until(602)
    expect(told(rig)).toEqual([FAILED])
    expect(await rig.store.learned('demo')).toBeNull()
    rig.faults.clear()
    await rig.until(901)
    expect(await rig.store.learned('demo')).not.toBeNull()
    expect(told(rig)).toEqual([FAILED, RECOVERED])
  })

  it('lets the engine end, and another begin, when the store refuses it', async () => {
    const rig = await rigOf(optionsOf(counting()))
    await rig.until(1)
    rig.faults.add('keepLearned').add('learned')
    await rig.close()
    expect(told(rig)).toEqual([FAILED])
    const next = await rigOf({ ...optionsOf(counting()), store: rig.store })
    await next.until(1)
    expect(next.engine.snapshot().campaigns[0]!.because!.rule).toBe('asked -999')
  })

  it('is nothing for a policy without a memory', async () => {
    const { memory: _, ...plain } = counting()
    const rig = await rigOf(optionsOf(plain))
    await rig.until(301)
    await rig.close()
    expect(rig.asked.has('keepLearned')).toBe(false)
  })
})
