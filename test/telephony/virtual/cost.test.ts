import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { hostTimeline } from '../../../src/base/host-timeline.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import { createVirtualExchange } from '../../../src/telephony/virtual/exchange.ts'
import { population } from '../../../src/telephony/virtual/population.ts'

/** Keeps `lines` calls up until `calls` have ended; whoever answers is joined and talks. */
function traffic(lines: number, calls: number) {
  const timeline = new VirtualTimeline(0)
  const exchange = createVirtualExchange({
    timeline,
    random: seededRandom(1),
    callees: population(seededRandom(2)),
    trunks: [{ id: 'main', lines, callsPerSecond: 1e9 }],
  })
  const operators = Array.from({ length: lines }, (_, i) => `operator ${i}`)
  let placed = 0
  let ended = 0
  const place = () => {
    const to = `+1212555${String(placed % 10_000).padStart(4, '0')}`
    const request = { to, from: '+12125550199', trunk: 'main', ringLimit: seconds(25) }
    exchange.originate(String(placed++), request)
  }
  exchange.events$.subscribe(event => {
    if (event.kind === 'answered') exchange.connect(event.attempt, operators.pop()!)
    else if (event.kind === 'connected') held.set(event.attempt, event.operator)
    else if (event.kind === 'ended') {
      ended++
      const operator = held.get(event.attempt)
      if (operator !== undefined) operators.push(operator)
      held.delete(event.attempt)
      if (placed < calls) place()
    }
  })
  const held = new Map<string, string>()
  for (const operator of operators) exchange.operatorUp(operator)
  const start = hostTimeline.monotonic()
  for (let line = 0; line < lines; line++) place()
  let actions = -lines
  while (timeline.step()) actions++
  const micros = ((hostTimeline.monotonic() - start) * 1000) / calls
  return { micros, actions: actions / calls, ended, live: exchange.liveCalls, held: held.size }
}

test('A call costs a handful of planned actions, and nothing is left of it.', () => {
  const { actions, ended, live, held } = traffic(500, 5000)
  expect(actions).toBeLessThan(5)
  expect({ ended, live, held }).toEqual({ ended: 5000, live: 0, held: 0 })
})

test('A call at 5,000 lines costs about as much as one at 50.', () => {
  traffic(50, 5000)
  const few = Math.min(traffic(50, 5000).micros, traffic(50, 5000).micros)
  const many = Math.min(traffic(5000, 10_000).micros, traffic(5000, 10_000).micros)
  // Work that grew with the lines would cost a hundred times as much.
  expect(many).toBeLessThan(20 * few)
})
