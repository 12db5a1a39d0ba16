import { expect, test } from 'vitest'
import { millis, seconds } from '../../../../src/base/duration.ts'
import { answers } from '../../doubles/far/script.ts'
import { createWorld, type World } from '../../doubles/world.ts'
import { type DoublesHarness, onDoubles } from '../on-doubles.ts'

/** Commands that FreeSWITCH has had when it goes: from its first question to after the talk. */
const MOMENTS = Array.from({ length: 24 }, (_, i) => i + 1)

const request = (i: number) => ({
  to: `+1212555010${i}`,
  from: '+12125550199',
  trunk: 'main',
  ringLimit: seconds(20),
})

/** A talk, as far as the servers let it come. */
async function talk(world: World, { telephony, events }: DoublesHarness, i: number): Promise<void> {
  const attempt = `a${i}`
  const has = (kind: string) =>
    events.some(event => event.kind === kind && 'attempt' in event && event.attempt === attempt)
  telephony.operatorUp('anna')
  await world.advance(seconds(3))
  telephony.originate(attempt, request(i))
  await world.advance(seconds(3))
  const leg = events.findLast(event => 'operator' in event && event.kind.startsWith('operator'))
  if (leg?.kind === 'operatorUp' && has('answered') && !has('ended') && !has('lost'))
    telephony.connect(attempt, 'anna')
  await world.advance(seconds(3))
  if (has('connected')) telephony.hold(attempt, true)
  await world.advance(millis(100))
  telephony.hangUp(attempt)
  await world.advance(seconds(3))
}

// An error that nobody catches fails the run of the tests, whoever threw it.
test.each(MOMENTS)(
  'FreeSWITCH that dies at command no. %i costs a call at most, and no operator.',
  async moment => {
    const world = await createWorld(moment)
    world.carrier.script(answers(0))
    const harness = onDoubles(world)
    let commands = 0
    world.freeswitch.treat = () => {
      if (++commands === moment) world.timeline.after(0, () => void world.freeswitch.restart())
      return 'obey'
    }
    await world.advance(seconds(1))
    await talk(world, harness, 0)
    await talk(world, harness, 1)
    expect(commands).toBeGreaterThan(moment)
    await harness.up()
    await talk(world, harness, 2)
    const blamed = harness.events.filter(
      event =>
        (event.kind === 'connectFailed' && event.why === 'leg') ||
        (event.kind === 'operatorDown' && event.why !== 'lost'),
    )
    expect(blamed).toEqual([])
    expect(harness.events).toContainEqual({ attempt: 'a2', kind: 'connected', operator: 'anna' })
    const ends = harness.events.filter(({ kind }) => kind === 'ended' || kind === 'lost')
    expect(ends).toHaveLength(3)
    await harness.close()
  },
)
