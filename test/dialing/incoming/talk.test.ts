import { expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { NO_RECORDING } from '../../../src/campaign/rules/no-recording.ts'
import { unreached } from '../../../src/telephony/virtual/callee.ts'
import { rigOf } from '../../support/rig.ts'
import { callIn } from './calling-in.ts'

/** Anna talks to contact 0, who called; Boris is free. */
async function talking() {
  const rig = await rigOf({
    campaigns: [
      {
        incoming: { to: 'operators', wait: seconds(20), unknown: 'message', message: null },
        recording: { ...NO_RECORDING, which: { kind: 'all' } },
      },
    ],
    operators: { anna: ['demo'], boris: ['demo'] },
    contacts: { demo: [0] },
    callee: () => unreached('busy', 0),
  })
  await rig.signIn('anna')
  await rig.until(2)
  await callIn(rig, 0)
  await rig.signIn('boris')
  await rig.until(3)
  const { attempt } = rig.desk.shown('anna', 'card').at(-1)!
  return { rig, attempt }
}

it('A caller is recorded like a callee.', async () => {
  const { rig, attempt } = await talking()
  const recorded = rig.commands.find(({ name }) => name === 'record')
  expect(recorded).toMatchObject({ id: attempt, recording: { kind: 'start' } })
})

it('A caller is given to another operator, and the card goes with them.', async () => {
  const { rig, attempt } = await talking()
  rig.desk.act({ operator: 'anna', kind: 'transfer', attempt, to: 'boris' })
  await rig.until(4)
  expect([rig.stateOf('anna'), rig.stateOf('boris')]).toEqual(['free', 'talking'])
  await rig.hangUp('boris')
  await rig.closeCard('boris')
  await rig.until(6)
  const records = await rig.records()
  expect(records.at(-1)).toMatchObject({ operator: 'boris', outcome: 'served' })
})

it('A caller whose operator vanishes goes to another, without anybody counted abandoned.', async () => {
  const { rig } = await talking()
  rig.exchange.dropOperator('anna', 'lost')
  await rig.until(4)
  expect(rig.stateOf('boris')).toBe('talking')
  expect(rig.counts()).toEqual([0, 0])
})

it('A caller and the operator who hang up in the same instant have one end.', async () => {
  const { rig, attempt } = await talking()
  rig.desk.act({ operator: 'anna', kind: 'hangUp', attempt })
  rig.tell({ kind: 'ended', attempt, cause: 'hangUp', from: 'callee' })
  await rig.until(5)
  expect(rig.stateOf('anna')).toBe('wrapUp')
  const ended = rig.events.filter(({ kind }) => kind === 'attempt.ended')
  expect(ended).toHaveLength(2)
})
