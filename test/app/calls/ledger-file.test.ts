import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLedger } from '../../../src/app/calls/ledger-file.ts'
import type { Goodbye } from '../../../src/telephony/freeswitch/left/goodbye.ts'
import type { HeldOn } from '../../../src/telephony/freeswitch/left/ledger.ts'

let folder: string
let dbFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'carillon-ledger-'))
  dbFile = join(folder, 'a.db')
})
afterEach(() => rmSync(folder, { recursive: true }))

const call = (dialog: string, transaction = 't1', goodbye: Goodbye | null = null): HeldOn => ({
  server: '127.0.0.1:9022',
  held: { kind: 'call', dialog, transaction, goodbye },
})
const GOODBYE: Goodbye = {
  uri: 'sip:anna@127.0.0.1:5061',
  proxy: null,
  headers: { From: '<sip:us@127.0.0.1>;tag=1', To: '<sip:anna@127.0.0.1>;tag=2', CSeq: '9 BYE' },
}
const channel: HeldOn = { server: '127.0.0.1:8021', held: { kind: 'channel', uuid: 'u1' } }

test('What is held when the file is left is what the next one finds.', async () => {
  const first = openLedger(dbFile)
  first.write(call('a;from-tag=1'), true)
  first.write(call('b;from-tag=2'), true)
  first.write(channel, true)
  first.write(call('a;from-tag=1'), false)
  first.write(call('b;from-tag=2', 't2', GOODBYE), true)
  await first.close()
  const next = openLedger(dbFile)
  expect(next.left).toEqual([call('b;from-tag=2', 't2', GOODBYE), channel])
  await next.close()
})

test('Half a line at its end, where a machine stopped, is no line.', async () => {
  const first = openLedger(dbFile)
  first.write(call('a;from-tag=1'), true)
  await first.close()
  const file = `${dbFile}.held`
  writeFileSync(file, `${readFileSync(file, 'utf8')}- 127.0.0.1:9022 call a;from-tag=1`)
  expect(openLedger(dbFile).left).toEqual([call('a;from-tag=1')])
})

test('It goes when nothing is held, and is nobody else’s to read before.', async () => {
  const ledger = openLedger(dbFile)
  ledger.write(channel, true)
  expect(statSync(`${dbFile}.held`).mode & 0o777).toBe(0o600)
  ledger.write(channel, false)
  await ledger.close()
  expect(existsSync(`${dbFile}.held`)).toBe(false)
})

test('It does not grow without end, and loses nothing as it shrinks.', async () => {
  const ledger = openLedger(dbFile)
  ledger.write(channel, true)
  for (let turn = 0; turn < 60; turn++) {
    for (let i = 0; i < 300; i++) {
      ledger.write(call(`dialog-${turn}-${i};from-tag=1`), true)
      if (i > 0) ledger.write(call(`dialog-${turn}-${i};from-tag=1`), false)
    }
    await new Promise(resolve => setImmediate(resolve))
  }
  await ledger.close()
  expect(statSync(`${dbFile}.held`).size).toBeLessThan(1_200_000)
  const { left } = openLedger(dbFile)
  expect(left).toHaveLength(61)
})
