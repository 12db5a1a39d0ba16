import { expect, it } from 'vitest'
import type { Policy } from '../../../src/pacing/policy.ts'
import { MemoryStore } from '../../../src/store/memory/memory-store.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { rigOf } from '../../support/rig.ts'

const never = unreached('unanswered', 60_000)

const forecast = { chance: 0.01, price: 0.03, credit: 2, ahead: [] }

/** Looks ahead and does nothing; its rule changes at second 25. */
const watching = (looksAhead: boolean): Policy => ({
  name: 'watching',
  initial: null,
  rhythm: 0,
  decide: (state, { at }) => ({
    state,
    launches: 0,
    drops: 0,
    because: {
      rule: at < 25_000 ? 'first' : 'second',
      target: 0,
      limitedBy: 'nothing',
      ...(looksAhead ? { forecast } : {}),
    },
  }),
})

async function notesOf(policy: Policy) {
  const store = new MemoryStore()
  await store.putCampaign('demo', 'demo')
  const notes: unknown[] = []
  const record = store.record.bind(store)
  store.record = async entries => {
    for (const entry of entries) {
      if (entry.kind === 'note' && entry.name === 'pacing.decided') notes.push(entry.data)
    }
    await record(entries)
  }
  const rig = await rigOf({ store, policyOf: () => policy, callee: () => never })
  const told: string[] = []
  rig.engine.events$.subscribe(event => {
    if (event.kind === 'pacing.decided') told.push(event.because.rule)
  })
  await rig.until(31)
  return { notes, told }
}

it('what pacing decides is written down now and then, and when its rule changes', async () => {
  const { notes, told } = await notesOf(watching(true))
  const rules = notes.map(note => (note as { rule: string }).rule)
  // At 0, 10 and 20 s, at the change at 25 s; the next is due at 35 s.
  expect(rules).toEqual(['first', 'first', 'first', 'second'])
  expect(notes[0]).toMatchObject({ campaign: 'demo', forecast })
  expect(told.slice(-3)).toEqual(['first', 'first', 'second'])
})

it('a policy that does not look ahead is not written down', async () => {
  expect((await notesOf(watching(false))).notes).toEqual([])
})
