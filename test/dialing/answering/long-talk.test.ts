import { expect, it } from 'vitest'
import { hours, seconds } from '../../../src/base/duration.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { rigOf } from '../../support/rig.ts'

it('A talk of four hours has lost its end: the engine ends it, and the card is to be closed.', async () => {
  const callee = () => person(seconds(3), { talk: hours(9) })
  const rig = await rigOf({ callee, contacts: { demo: [0] } })
  await rig.signIn()
  await rig.until(4 * 3600 + 2)
  expect(rig.stateOf('anna')).toBe('talking')
  expect(rig.commands.map(one => one.name)).not.toContain('hangUp')
  await rig.until(4 * 3600 + 4)
  expect(rig.stateOf('anna')).toBe('wrapUp')
  expect(await rig.outcomes()).toEqual(['0 connected'])
  expect((await rig.records())[0]).toMatchObject({ endedBy: 'us' })
})
