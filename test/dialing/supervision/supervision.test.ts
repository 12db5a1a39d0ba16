import { describe, expect, it } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import type { SupervisionRules } from '../../../src/campaign/site.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { type Rig, rigOf } from '../../support/rig.ts'

const OLGA = { id: 'olga', name: 'Olga Petrova' }

async function atWork(supervision?: SupervisionRules): Promise<Rig> {
  const callee = () => person(seconds(2), { talk: seconds(20) })
  const operators = { anna: ['demo'], boris: ['demo'] }
  const rig = await rigOf({ callee, operators, ...(supervision ? { supervision } : {}) })
  await rig.signIn()
  await rig.until(3)
  return rig
}

const told = (rig: Rig, operator: string) =>
  rig.desk.shown(operator, 'supervised').map(({ by, way }) => `${by} ${way}`)
const seen = (rig: Rig) =>
  rig.events.flatMap(one =>
    one.kind === 'operator.supervised' ? [`${one.operator} ${one.way ?? one.why}`] : [],
  )

describe('A supervisor', () => {
  it('comes to an operator, who is told, and leaves', async () => {
    const rig = await atWork({ supervisors: [OLGA], tellOperators: true })
    const { supervision } = rig.engine
    expect(supervision.supervise('olga', 'anna', 'listen')).toBeNull()
    await rig.until(4)
    expect(supervision.supervise('olga', 'boris', 'barge')).toBeNull()
    await rig.until(5)
    expect(supervision.supervise('olga', 'boris', null)).toBeNull()
    await rig.until(6)
    expect(told(rig, 'anna')).toEqual(['Olga Petrova listen', 'Olga Petrova null'])
    expect(told(rig, 'boris')).toEqual(['Olga Petrova barge', 'Olga Petrova null'])
    expect(seen(rig)).toEqual(['anna listen', 'boris barge', 'boris asked'])
  })

  it('is not told of where the site says so', async () => {
    const rig = await atWork({ supervisors: [OLGA], tellOperators: false })
    rig.engine.supervision.supervise('olga', 'anna', 'whisper')
    await rig.until(4)
    expect([told(rig, 'anna'), seen(rig)]).toEqual([[], ['anna whisper']])
  })

  it('is whom the site file names, and comes to whom the system has on the phone', async () => {
    const nobody = await atWork()
    const refusal = nobody.engine.supervision.supervise('olga', 'anna', 'listen')
    expect(refusal).toBe('olga is no supervisor of the site file; it names none.')
    const rig = await atWork({ supervisors: [OLGA], tellOperators: true })
    const { supervision } = rig.engine
    expect(supervision.supervise('anna', 'boris', 'listen')).toMatch(/^anna is no supervisor/)
    expect(supervision.supervise('olga', 'carol', 'listen')).toMatch(
      /^There is no operator "carol"/,
    )
    rig.desk.act({ operator: 'boris', kind: 'gone' })
    await rig.until(4)
    expect(supervision.supervise('olga', 'boris', 'listen')).toMatch(/^The phone of boris is not/)
    expect(seen(rig)).toEqual([])
  })

  it('goes when the leg of the operator does', async () => {
    const rig = await atWork({ supervisors: [OLGA], tellOperators: true })
    rig.engine.supervision.supervise('olga', 'anna', 'listen')
    await rig.until(4)
    rig.exchange.dropOperator('anna')
    await rig.until(5)
    expect(seen(rig)).toEqual(['anna listen', 'anna operatorDown'])
  })
})
