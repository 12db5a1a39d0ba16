import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'
import { person } from '../../../src/telephony/virtual/callee.ts'
import { createVirtualExchange } from '../../../src/telephony/virtual/exchange.ts'

test('A person who answers is joined to an operator in the instant of the command.', () => {
  const timeline = new VirtualTimeline(0)
  const told: [number, CallEvent | LegEvent][] = []
  const exchange = createVirtualExchange({
    timeline,
    random: seededRandom(1),
    callees: { script: () => person(seconds(3), { patience: 0, talk: seconds(60) }) },
    trunks: [{ id: 'main', lines: 10, callsPerSecond: 10 }],
  })
  exchange.events$.subscribe(event => {
    told.push([timeline.monotonic(), event])
    if (event.kind === 'answered')
      timeline.after(0, () => timeline.after(0, () => exchange.connect('a', 'anna')))
  })
  exchange.operatorUp('anna')
  exchange.originate('a', {
    to: '+12125550100',
    from: '+12125550199',
    trunk: 'main',
    ringLimit: seconds(25),
  })
  while (timeline.step());
  expect(told.map(([at, event]) => `${at} ${event.kind}`)).toEqual([
    '0 operatorUp',
    '20 trying',
    '150 ringing',
    '3000 answered',
    '3000 connected',
    '63000 ended',
  ])
  expect(exchange.linesInUse('main')).toBe(0)
})
