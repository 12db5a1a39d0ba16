import { afterEach, beforeEach, expect, test } from 'vitest'
import { seconds } from '../../../../src/base/duration.ts'
import {
  type HeldOn,
  keyOf,
  type LedgerFile,
} from '../../../../src/telephony/freeswitch/left/ledger.ts'
import { answers, type CallScript, rings } from '../../doubles/far/script.ts'
import { createWorld, SECRET, type World } from '../../doubles/world.ts'
import { CREDENTIALS, type DoublesHarness, onDoubles } from '../on-doubles.ts'

const CALLEE = '+12125550100'
const OTHER = '+12125550101'

/** What a process that is killed leaves: what it had written down. */
class Paper implements LedgerFile {
  private readonly held: Map<string, HeldOn>

  constructor(left: readonly HeldOn[] = []) {
    this.held = new Map(left.map(entry => [keyOf(entry), entry]))
  }

  get left(): readonly HeldOn[] {
    return [...this.held.values()]
  }

  write(entry: HeldOn, isHeld: boolean): void {
    if (isHeld) this.held.set(keyOf(entry), entry)
    else this.held.delete(keyOf(entry))
  }
}

let world: World
let paper: Paper
let killed: DoublesHarness
let next: DoublesHarness | null

beforeEach(async () => {
  world = await createWorld()
  paper = new Paper()
  next = null
  killed = onDoubles(world, SECRET, {}, { ledgerFile: paper })
  await killed.up()
})

afterEach(async () => {
  await killed.telephony.close()
  await next?.close()
  if (next === null) await world.close()
})

const call = ({ telephony }: DoublesHarness, attempt: string, to: string): void =>
  telephony.originate(attempt, { to, from: '+12125550199', trunk: 'main', ringLimit: seconds(60) })

/** The process is gone: nothing of what it has open hears of it, and it does not come back. */
const kill = async (): Promise<readonly HeldOn[]> => {
  const { left } = paper
  world.drachtio.secret = 'of the next'
  world.freeswitch.secret = 'of the next'
  world.drachtio.dropApplications()
  world.freeswitch.dropApplications()
  await world.settled()
  return left
}

/** The next process comes. */
const restart = async (left: readonly HeldOn[]): Promise<DoublesHarness> => {
  paper = new Paper(left)
  next = onDoubles(world, 'of the next', {}, { ledgerFile: paper }, killed.phones)
  return next
}

test('A talk is hung up by the next process, at both its ends.', async () => {
  world.carrier.script(answers(0))
  killed.telephony.operatorUp('anna')
  call(killed, 'a', CALLEE)
  await world.settled()
  killed.telephony.connect('a', 'anna')
  await world.settled()
  expect(killed.events.at(-1)?.kind).toBe('connected')
  const left = await kill()
  expect(world.carrier.callTo(CALLEE).ending).toBe('')
  await (await restart(left)).up()
  expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
  expect(killed.phones.callTo('anna').ending).toBe('near BYE')
})

test('What the address of a caller is, who may withhold it, is not written down.', async () => {
  killed.telephony.incoming$.subscribe(({ call: id }) => killed.telephony.answer(id, 'in'))
  world.carrier.caller.call('+12125550177', '127.0.0.1:5060', CALLEE)
  await world.settled()
  expect(killed.events.at(-1)).toMatchObject({ attempt: 'in', kind: 'answered' })
  expect(paper.left.some(({ held }) => held.kind === 'call')).toBe(true)
  expect(JSON.stringify(paper.left)).not.toContain('2125550177')
  killed.telephony.hangUp('in')
  await world.settled()
})

test('Calls over a server that the next process does not know are hung up all the same.', async () => {
  world.carrier.script(answers(0))
  call(killed, 'a', CALLEE)
  await world.settled()
  const moved = (await kill()).map(entry =>
    entry.held.kind === 'call' ? { ...entry, server: '127.0.0.1:9' } : entry,
  )
  await world.drachtio.restart()
  await (await restart(moved)).up()
  await world.settled()
  expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
  expect(paper.left, 'and nobody is asked for them again').toEqual([])
})

const challenged: CallScript = { asksFor: CREDENTIALS }

test.each([
  ['that rings', rings()],
  ['of a carrier that asked who we are', rings(challenged)],
])('A call %s is taken back.', async (_, script) => {
  world.carrier.script(script)
  call(killed, 'a', CALLEE)
  await world.advance(seconds(1))
  expect(world.carrier.callTo(CALLEE).state).toBe('ringing')
  await (await restart(await kill())).up()
  expect(world.carrier.callTo(CALLEE).ending).toBe('CANCEL')
})

test('A call that was answered while nobody was here is hung up.', async () => {
  world.carrier.script(answers(seconds(5)))
  call(killed, 'a', CALLEE)
  await world.advance(seconds(1))
  const left = await kill()
  await world.advance(seconds(5))
  expect(world.carrier.callTo(CALLEE)).toMatchObject({ state: 'answered', ending: '' })
  await (await restart(left)).up()
  expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
})

test('A caller who was being served is hung up.', async () => {
  killed.telephony.incoming$.subscribe(({ call }) => killed.telephony.answer(call, 'in'))
  const caller = world.carrier.caller.call('+12125550199', '127.0.0.1:5060', CALLEE)
  await world.settled()
  expect(killed.events.at(-1)).toMatchObject({ attempt: 'in', kind: 'answered' })
  const left = await kill()
  expect(caller.ending).toBe('')
  await (await restart(left)).up()
  expect(caller.ending).toBe('near BYE')
})

test('Nobody is called before what was left is over.', async () => {
  world.carrier.script(answers(0), CALLEE)
  world.carrier.script(answers(0), OTHER)
  call(killed, 'a', CALLEE)
  await world.settled()
  const left = await kill()
  const started = await restart(left)
  const lines: number[] = []
  started.telephony.capacity$.subscribe(capacity => {
    lines.push(capacity.lines)
    if (capacity.lines > 0) expect(world.carrier.callTo(CALLEE).ending).toBe('near BYE')
  })
  await started.up()
  expect(lines).toEqual([0, 10])
})

test('What ended while somebody was here is not written down as left.', async () => {
  world.carrier.script(answers(0, { hangUpAfter: seconds(1) }))
  killed.telephony.operatorUp('anna')
  call(killed, 'a', CALLEE)
  await world.advance(seconds(3))
  killed.telephony.operatorDown('anna')
  await world.settled()
  // One endpoint of a call is kept for the next, so that it is held.
  expect(paper.left.filter(({ held }) => held.kind === 'call')).toEqual([])
  await killed.telephony.close()
  expect(paper.left).toEqual([])
})
