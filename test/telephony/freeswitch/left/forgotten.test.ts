import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import { answers, rings } from '../../doubles/far/script.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'

describe('a drachtio that comes back and has forgotten everything', () => {
  let world: World
  let harness: DoublesHarness

  beforeEach(async () => {
    world = await createWorld()
    harness = onDoubles(world)
    await harness.up()
  })
  afterEach(() => harness.close())

  const call = (): void => {
    const request = { from: '+12125550199', trunk: 'main', ringLimit: seconds(60) }
    harness.telephony.originate('a', { to: CALLEE, ...request })
  }
  /** It dies, and another process is there in its place. */
  const replace = async (): Promise<void> => {
    await world.drachtio.restart()
    await harness.up()
    await world.settled()
  }

  test('A talk is hung up at both its ends.', async () => {
    world.carrier.script(answers(0))
    harness.telephony.operatorUp('anna')
    call()
    await world.settled()
    harness.telephony.connect('a', 'anna')
    await world.settled()
    expect(harness.events.at(-1)?.kind).toBe('connected')
    await replace()
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
    expect(harness.phones.callTo('anna').ending).toBe('near BYE')
    expect(world.drachtio.left).toEqual({ dialogs: 0, transactions: 0 })
  })

  test('A call that rings is taken back.', async () => {
    world.carrier.script(rings())
    call()
    await world.advance(seconds(1))
    expect(world.carrier.callTo(CALLEE).state).toBe('ringing')
    await replace()
    expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
  })

  test('A caller who was being served is hung up.', async () => {
    harness.telephony.incoming$.subscribe(({ call: id }) => harness.telephony.answer(id, 'in'))
    const caller = world.carrier.caller.call('+12125550199', '127.0.0.1:5060', CALLEE)
    await world.settled()
    expect(harness.events.at(-1)).toMatchObject({ attempt: 'in', kind: 'answered' })
    await replace()
    expect(caller.ending).toBe('near BYE')
  })
})
