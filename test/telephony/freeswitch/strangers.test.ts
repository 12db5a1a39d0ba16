import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { answers, refuses, rings } from '../doubles/far/script.ts'
import { parseSip, statusOf } from '../doubles/sip/message.ts'
import { createWorld, type World } from '../doubles/world.ts'
import { CREDENTIALS, type DoublesHarness, onDoubles } from './on-doubles.ts'

const CALLEE = '+12125550100'
const AT = '127.0.0.1:5060'
const METHODS = [
  'INVITE',
  'OPTIONS',
  'MESSAGE',
  'SUBSCRIBE',
  'NOTIFY',
  'INFO',
  'PUBLISH',
  'REGISTER',
]

/** What the libraries print on. */
const terminal = Reflect.get(globalThis, 'console') as Record<'log' | 'error', () => void>

let world: World
let harness: DoublesHarness
let printed: string[]

beforeEach(async () => {
  printed = []
  for (const name of ['log', 'error'] as const)
    vi.spyOn(terminal, name).mockImplementation(
      (...words: unknown[]) => void printed.push(words.join(' ')),
    )
  world = await createWorld()
  harness = onDoubles(world)
  await harness.up()
})

afterEach(async () => {
  await world.advance(seconds(70))
  await harness.close()
  expect(printed, 'on the terminal').toEqual([])
})

let calls = 0
const call = (ringLimit = seconds(20)): string => {
  const attempt = `a${++calls}`
  const request = { to: CALLEE, from: '+12125550199', trunk: 'main', ringLimit }
  harness.telephony.originate(attempt, request)
  return attempt
}
const last = () => harness.events.at(-1)
/** A call as it should be: nothing that came before has done harm. */
const callsWell = async (): Promise<void> => {
  world.carrier.script(answers(0))
  const attempt = call()
  await world.settled()
  expect(last()).toMatchObject({ attempt, kind: 'answered' })
  harness.telephony.hangUp(attempt)
  await world.settled()
  expect(last()).toMatchObject({ attempt, kind: 'ended', cause: 'hangUp', from: 'us' })
}

describe('requests from somewhere', () => {
  const ask = async (method: string, from: string): Promise<readonly number[]> => {
    const before = world.network.log.length
    const text = [
      `${method} sip:100@${AT} SIP/2.0`,
      `Via: SIP/2.0/UDP ${from};branch=z9hG4bK${method}`,
      'Max-Forwards: 70',
      'From: "\u001b[31mred" <sip:x@127.0.0.1>;tag=a',
      `To: <sip:100@${AT}>`,
      `Call-ID: ${method}-${from}`,
      `CSeq: 1 ${method}`,
      `Contact: <sip:x@${from}>`,
    ]
    world.network.send(from, AT, parseSip(`${text.join('\r\n')}\r\n\r\n`)!)
    await world.settled()
    const sent = world.network.log.slice(before).filter(({ to }) => to === from)
    return sent.map(({ message }) => statusOf(message))
  }

  test.each(METHODS)('%s: a stranger is told nothing by us.', async method => {
    // 100 is the server's own word to every INVITE.
    expect(await ask(method, '192.0.2.66:5060')).toEqual(method === 'INVITE' ? [100] : [])
    await callsWell()
  })

  test('The carrier is told that we are there, and that we take no calls.', async () => {
    expect(await ask('OPTIONS', '127.0.0.1:5090')).toEqual([200])
    expect(await ask('INVITE', '127.0.0.1:5090')).toEqual([100, 480])
    expect(await ask('MESSAGE', '127.0.0.1:5090')).toEqual([405])
  })
})

describe('a carrier gone mad', () => {
  test.each([
    ['SHA-256 alone', 'Digest realm="c", nonce="x", algorithm=SHA-256'],
    ['12 KB', `Digest realm="c", nonce="${'x'.repeat(12_500)}"`],
    ['no digest', 'Basic realm="c"'],
    ['nothing', ''],
  ])('that challenges us by %s is not answered, and the call fails.', async (_, challenge) => {
    world.carrier.script(refuses(407, 0, { 'Proxy-Authenticate': challenge }))
    const attempt = call()
    await world.settled()
    expect(world.carrier.calls).toHaveLength(1)
    expect(last()).toMatchObject({ attempt, kind: 'ended', cause: 'failed', from: 'us', sip: 407 })
    await callsWell()
  })

  test('that asks for a password as it should is answered.', async () => {
    world.carrier.script(answers(0, { asksFor: CREDENTIALS }))
    call()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'answered' })
    world.carrier.callTo(CALLEE).hangUp()
    await world.settled()
  })

  test('that offers better proofs as well is given the one that we have.', async () => {
    const better = 'Digest realm="other", nonce="y", algorithm=SHA-256, qop="auth"'
    world.carrier.script(answers(0, { asksFor: CREDENTIALS, offers: [better] }))
    call()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'answered' })
    world.carrier.callTo(CALLEE).hangUp()
    await world.settled()
  })

  test.each(['From', 'To', 'Reason', 'X-Anything', 'Contact', 'Retry-After'])(
    'that sends 13,000 characters of %s does no harm to other calls.',
    async name => {
      world.drachtio.rewrites = message =>
        message.includes(CALLEE)
          ? message.replace(
              /\r\n(SIP\/2\.0 \d+ .*)\r\n/,
              `\r\n$1\r\n${name}: ${'x'.repeat(13_000)}\r\n`,
            )
          : message
      world.carrier.script(refuses(486))
      const attempt = call()
      await world.settled()
      world.drachtio.rewrites = message => message
      harness.telephony.hangUp(attempt)
      await world.advance(seconds(50))
      expect(harness.telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0 })
      await callsWell()
    },
  )

  test('that sends huge names within a call does not block the connection.', async () => {
    world.carrier.script(answers(0))
    call()
    await world.settled()
    const far = world.carrier.callTo(CALLEE)
    world.drachtio.rewrites = message =>
      message.replace(/\r\nFrom: /, `\r\nFrom: "${'x'.repeat(12_500)}" `)
    far.ask('INFO')
    await world.settled()
    world.drachtio.rewrites = message => message
    far.ask('FOO')
    await world.settled()
    far.hangUp()
    await world.settled()
    expect(last()).toMatchObject({ kind: 'ended', from: 'callee' })
    await callsWell()
  })

  /** What may be done to a message: at a share of its length, with some text. */
  const damage = fc.record({
    kind: fc.constantFrom('drop', 'insert', 'cut', 'replace', 'double'),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    text: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('\r\n', '\r\n\r\n', '\u001b[2J', '\0', ';tag=', '<sip:', '__proto__: x\r\n'),
      fc.constant('x'.repeat(13_000)),
    ),
  })

  test('whatever it writes, each call ends once, nothing is printed, and the next one works.', async () => {
    const scripts = [answers(1), rings(), refuses(486, 1), answers(1, { hangUpAfter: 1 })] as const
    await fc.assert(
      fc.asyncProperty(
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...scripts),
        async (damages, script) => {
          world.carrier.script(script)
          // What our own server acknowledges it has from us.
          world.drachtio.rewrites = message =>
            message.startsWith('sip|network|') && message.includes('12125550100')
              ? damages.reduce(damaged, message)
              : message
          const attempt = call(seconds(2))
          await world.advance(seconds(1))
          harness.telephony.hangUp(attempt)
          await world.advance(seconds(5))
          world.drachtio.rewrites = message => message
          await world.advance(seconds(60))
          const told = harness.events.filter(
            event => 'attempt' in event && event.attempt === attempt,
          )
          const ends = told.filter(({ kind }) => kind === 'ended' || kind === 'lost')
          expect(ends).toHaveLength(1)
          expect(told.at(-1)).toBe(ends[0])
          for (const far of world.carrier.calls) if (far.state !== 'ended') far.hangUp()
          await world.settled()
          expect(harness.telephony.inUse()).toMatchObject({ calls: 0, dialogs: 0, timers: 0 })
        },
      ),
      { numRuns: 60 },
    )
    for (const far of world.carrier.calls) if (far.state !== 'ended') far.end('in the test')
    await callsWell()
  })
})

/** The SIP of a message, damaged; what the server says before it is its own. */
function damaged(
  message: string,
  { kind, at, text }: { readonly kind: string; readonly at: number; readonly text: string },
): string {
  const start = message.indexOf('\r\n') + 2
  const where = start + Math.floor(at * (message.length - start))
  const [before, after] = [message.slice(0, where), message.slice(where)]
  const next = after.indexOf('\r\n')
  switch (kind) {
    case 'drop':
      return before + after.slice(next === -1 ? 0 : next)
    case 'insert':
      return before + text + after
    case 'cut':
      return before
    case 'replace':
      return before + text + after.slice(text.length)
    default:
      return before + after.slice(0, Math.max(0, next)) + after
  }
}
