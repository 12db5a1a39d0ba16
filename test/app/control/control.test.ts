import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { askSnapshot, askToAct } from '../../../src/app/control/control-client.ts'
import { controlPath } from '../../../src/app/control/control-path.ts'
import { listenForCommands } from '../../../src/app/control/control-server.ts'
import type { Seen } from '../../../src/app/reading/watching.ts'

const folder = mkdtempSync(join(tmpdir(), 'carillon-control-'))
afterAll(() => rmSync(folder, { recursive: true }))

const SEEN = { wall: 5, campaigns: [{ id: 'demo' }], operators: [], trunks: [], calls: [] }

/** A socket with something behind it that remembers what it was told. */
async function listening(name: string) {
  const told: unknown[] = []
  const dbFile = join(folder, name)
  const close = await listenForCommands(dbFile, {
    snapshot: () => SEEN as unknown as Seen,
    control: command => void told.push(command),
    supervision: {
      supervise(supervisor, operator, way) {
        told.push({ supervisor, operator, way })
        return supervisor === 'olga' ? null : 'They are none.'
      },
    },
    desks: null,
    drain(server, on) {
      told.push({ server, on })
      return server === 'media:8021' ? null : 'There is no such server.'
    },
    cards: {
      hand(campaign, attempt, to) {
        told.push({ campaign, hand: attempt, to })
        return []
      },
      close(campaign, closing) {
        told.push({ campaign, ...closing })
        const problems = closing.attempt === 'a1' ? [] : ['This.', 'And that.']
        return { problems, leftOut: ['old'] }
      },
    },
  })
  return { dbFile, told, close }
}

/** Sends one line as it is. @returns the answer, or null when the socket was closed instead. */
function raw(dbFile: string, line: string): Promise<string | null> {
  return new Promise(resolve => {
    const socket = connect(controlPath(dbFile))
    socket.on('connect', () => socket.write(`${line}\n`))
    socket.on('error', () => {})
    socket.on('data', data => {
      socket.destroy()
      resolve(String(data))
    })
    socket.on('close', () => resolve(null))
  })
}

it('answers what is going on, and hands commands for its campaigns on', async () => {
  const { dbFile, told, close } = await listening('one.db')
  expect(await askSnapshot(dbFile)).toEqual(SEEN)
  await askToAct(dbFile, { ask: 'stop', campaign: 'demo' })
  expect(told).toEqual([{ kind: 'stop', campaign: 'demo' }])
  await expect(askToAct(dbFile, { ask: 'stop', campaign: 'other' })).rejects.toThrow('runs demo')
  expect(told).toHaveLength(1)
  close()
})

it('hands acts on cards on, and says what keeps them from being done', async () => {
  const { dbFile, told, close } = await listening('cards.db')
  await askToAct(dbFile, { ask: 'handCard', campaign: 'c', attempt: 'a1', to: 'anna' })
  const closing = {
    campaign: 'c',
    attempt: 'a1',
    disposition: 'done',
    answers: { x: ['y'] },
    callback: null,
  }
  expect(await askToAct(dbFile, { ask: 'closeCard', ...closing })).toEqual({
    snapshot: SEEN,
    leftOut: ['old'],
  })
  expect(told).toEqual([{ campaign: 'c', hand: 'a1', to: 'anna' }, closing])
  const other = askToAct(dbFile, { ask: 'closeCard', ...closing, attempt: 'a2' })
  await expect(other).rejects.toThrow('This.\nAnd that.')
  await expect(other).rejects.toMatchObject({ code: 'CARD_INVALID' })
  close()
})

it('says that no engine runs where none listens, also beside what one left behind', async () => {
  const { dbFile, close } = await listening('two.db')
  close()
  expect(await askSnapshot(dbFile)).toBeNull()
  expect(await askToAct(dbFile, { ask: 'stop', campaign: 'demo' })).toBeNull()
})

it('can be opened by its owner only', async () => {
  const { dbFile, close } = await listening('three.db')
  expect(statSync(controlPath(dbFile)).mode & 0o077).toBe(0)
  close()
})

it('survives whatever is sent to it', async () => {
  const { dbFile, told, close } = await listening('four.db')
  for (const line of [
    '{"ask":"stop","campaign":{"toString":1}}',
    '{"ask":"stop"}',
    '{"ask":"dance"}',
    '{"ask":"handCard","campaign":"c","attempt":"a1"}',
    '{"ask":"handCard","attempt":"a1","to":"anna"}',
    '{"ask":"closeCard","attempt":"a1","answers":{},"disposition":"d","callback":null}',
    '{"ask":"closeCard","campaign":"c","attempt":"a1","answers":{},"disposition":"d","callback":5}',
    '{"ask":"closeCard","campaign":"","attempt":"","answers":[],"disposition":"d","callback":null}',
    'null',
    '[]',
    '5',
    'not JSON',
  ]) {
    expect(await raw(dbFile, line)).toContain('problem')
  }
  expect(await raw(dbFile, 'x'.repeat(200_000))).toBeNull()
  expect(told).toEqual([])
  expect(await askSnapshot(dbFile)).toEqual(SEEN)
  close()
})

it('is said to be out of reach when it ends, or cuts the line off, before it answers', async () => {
  const { dbFile, told, close } = await listening('five.db')
  const long = { ask: 'handCard', campaign: 'c', attempt: 'x'.repeat(200_000), to: 'anna' } as const
  await expect(askToAct(dbFile, long)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
  expect(told).toEqual([])
  close()
  const dying = createServer(socket => socket.once('data', () => socket.destroy()))
  await new Promise<void>(resolve => dying.listen(controlPath(dbFile), resolve))
  await expect(askSnapshot(dbFile)).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
  await new Promise(resolve => dying.close(resolve))
})

it('finds a shorter place for a socket whose path would be too long', () => {
  const long = join(folder, 'x'.repeat(120), 'site.db')
  expect(Buffer.byteLength(controlPath(long))).toBeLessThan(104)
  expect(controlPath(long)).not.toBe(controlPath(`${long}2`))
})

it('Supervisors come and leave, and whoever is none is told so.', async () => {
  const { dbFile, told, close } = await listening('supervised.db')
  const request = { ask: 'supervise', supervisor: 'olga', operator: 'anna' } as const
  await askToAct(dbFile, { ...request, way: 'whisper' })
  await askToAct(dbFile, { ...request, way: null })
  const { ask, ...asked } = request
  expect(told).toEqual([
    { ...asked, way: 'whisper' },
    { ...asked, way: null },
  ])
  const other = askToAct(dbFile, { ...request, supervisor: 'anna', way: 'listen' })
  await expect(other).rejects.toMatchObject({
    code: 'SUPERVISION_REFUSED',
    message: 'They are none.',
  })
  const shout = '{"ask":"supervise","supervisor":"olga","operator":"anna","way":"shout"}'
  expect(await raw(dbFile, shout)).toMatch(/does not say all it has to/)
  close()
})
