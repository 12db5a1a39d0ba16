import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { listenForCommands } from '../../../src/app/control/control-server.ts'
import type { Seen, ServerState } from '../../../src/app/reading/watching.ts'
import { waitWords } from '../../../src/cli/servers/drain-words.ts'
import { going, siteFolder } from '../carillon.ts'

const NAME = '10.0.0.1:9022'
const server = (
  state: ServerState['state'],
  calls = 0,
  legs = 0,
  supervisors = 0,
): ServerState => ({
  kind: 'drachtio',
  name: NAME,
  state,
  why: null,
  calls,
  legs,
  supervisors,
})
const LAST = 'Ctrl-C ends the waiting; the server stays drained.'
const ONLY = `chloe's phone: registered only at ${NAME}, which is drained. Restart the phone.`

let stop = (): void => {}
afterEach(() => stop())

/** What an engine says of its only server. */
async function engine(first: ServerState) {
  const folder = siteFolder()
  let known = first
  stop = await listenForCommands(join(folder, 'a.db'), {
    snapshot: () =>
      ({
        network: { trouble: null, trunks: {}, servers: [known], phones: [ONLY] },
      }) as unknown as Seen,
    control: () => {},
    cards: { hand: () => [], close: () => ({ problems: [], leftOut: [] }) },
    supervision: { supervise: () => null },
    drain: () => null,
    desks: null,
  })
  const say = (next: ServerState): void => {
    known = next
  }
  return { say, drain: () => going(folder, 'servers', 'drain', NAME, '--db', 'a.db') }
}

test('What a drained server is waited for is said, and that it stays drained.', async () => {
  const { say, drain } = await engine(server('draining', 1, 2))
  const ran = drain()
  await ran.said(LAST)
  say(server('draining', 0, 2))
  await ran.said('being drained, 0 calls, 2 operators')
  say(server('drained'))
  const { code, stdout, stderr } = await ran.ended
  expect([code, stdout]).toEqual([0, `drachtio ${NAME}  drained: nothing is left on it\n`])
  expect(stderr.split('\n').slice(0, 3)).toEqual([
    `drachtio ${NAME} is drained from now on. Waiting for 1 call to end, 2 operators to be called elsewhere.`,
    ONLY,
    LAST,
  ])
}, 20_000)

test('A run that ends in the meantime is told as that: the drain is kept.', async () => {
  const { drain } = await engine(server('draining', 1))
  const ran = drain()
  await ran.said(LAST)
  stop()
  const { code, stderr } = await ran.ended
  expect(code).toBe(3)
  expect(stderr).toContain(
    `The run on a.db has ended. The drain is kept: the next run gives ${NAME} nothing until "carillon servers undrain ${NAME}".`,
  )
  expect(stderr).not.toContain('No engine runs')
}, 20_000)

test('Supervisors are waited for, and what ends by itself; other phones are no reason.', () => {
  const other = "anna's phone: registered only at 10.0.0.2:9022, which is drained."
  const waits = (one: ServerState) => waitWords(one, [other, `chloe's phone: of ${NAME}`])
  const first = `drachtio ${NAME} is drained from now on. Waiting for`
  expect(waits(server('draining', 0, 0, 1))).toEqual([`${first} 1 supervisor to leave.`, LAST])
  expect(waits(server('draining'))).toEqual([`${first} what is left on it to end.`, LAST])
})
