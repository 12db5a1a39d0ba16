import { describe } from 'vitest'
import { seededRandom } from '../../../src/base/random.ts'
import { VirtualTimeline } from '../../../src/base/virtual-timeline.ts'
import type { CallEvent, LegEvent } from '../../../src/telephony/call-event.ts'
import type { IncomingRefusal } from '../../../src/telephony/incoming.ts'
import {
  createVirtualExchange,
  type VirtualExchange,
} from '../../../src/telephony/virtual/exchange.ts'
import type { OperatorPhones } from '../../../src/telephony/virtual/legs.ts'
import { SOUND_PHONES } from '../../../src/telephony/virtual/legs.ts'
import type { FarCaller, MakeTelephony } from '../../contracts/telephony/bench.ts'
import { telephonyContract } from '../../contracts/telephony.contract.ts'
import { advance } from './setup.ts'

const phones: OperatorPhones = {
  ...SOUND_PHONES,
  ring: operator =>
    operator.startsWith('dead') ? { result: 'noAnswer', after: 1000 } : SOUND_PHONES.ring(operator),
}

function callerOn(exchange: VirtualExchange, from: string, to: string): FarCaller {
  let fate: IncomingRefusal | null = null
  const refused = (why: IncomingRefusal): void => {
    fate = why
  }
  const leave = exchange.callIn({ from, to, trunk: 'main', refused, habits: { patience: 60_000 } })
  return { fate: () => fate, leave }
}

const withDelay =
  (connectDelay: number): MakeTelephony =>
  async far => {
    const timeline = new VirtualTimeline(0)
    const events: (CallEvent | LegEvent)[] = []
    const exchange = createVirtualExchange({
      timeline,
      random: seededRandom(1),
      callees: { script: ({ to }) => far[to]! },
      trunks: [{ id: 'main', lines: 10, callsPerSecond: 10 }],
      phones,
      connectDelay,
    })
    exchange.events$.subscribe(event => events.push(event))
    return {
      telephony: exchange,
      events,
      after: (delay, action) => void timeline.after(delay, action),
      advance: async time => advance(timeline, time),
      callIn: (from, to) => callerOn(exchange, from, to),
      dropOperator: operator => exchange.dropOperator(operator, 'hungUp'),
      close: async () => exchange.close(),
    }
  }

describe('The virtual exchange keeps the contract', () => telephonyContract(withDelay(0)))
describe('so it does when joining takes time', () => telephonyContract(withDelay(60)))
