import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { loadCampaigns } from '../../src/app/load-campaigns.ts'
import { prepareSite } from '../../src/app/prepare.ts'
import { recordTo } from '../../src/app/recorder.ts'
import { virtualRun } from '../../src/app/virtual-run.ts'

/** A busy machine may take its time: what is tested is what comes out. */
const PATIENT = { timeout: 60_000 }

const folder = mkdtempSync(join(tmpdir(), 'carillon-recording-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the demo for some virtual minutes on a file of its own. @returns what was recorded. */
async function recorded(name: string, seed: number): Promise<string> {
  const request = {
    loaded: loadCampaigns(['campaigns/demo']),
    operators: 6,
    mode: null,
    fresh: false,
    start: false,
  }
  const prepared = await prepareSite({ ...request, dbFile: join(folder, `${name}.db`) }, () => {})
  const recorder = recordTo(join(folder, `${name}.jsonl`))
  const start = Date.parse('2026-03-02T10:00:00Z')
  const record = recorder.record
  const ending = { speed: Infinity, duration: 8 * 60_000, exitWhenDone: false }
  await virtualRun({ ...prepared, ...ending, start, seed, record }).drive()
  recorder.close()
  await prepared.release()
  return readFileSync(join(folder, `${name}.jsonl`), 'utf8')
}

it('records the same inbox for the same seed, however long the disk takes', PATIENT, async () => {
  const first = await recorded('first', 7)
  expect(first.split('\n').length).toBeGreaterThan(1000)
  expect(await recorded('again', 7)).toBe(first)
  expect(await recorded('other', 8)).not.toBe(first)
})

it('records no name and no number of anybody', PATIENT, async () => {
  const text = await recorded('private', 7)
  const list = readFileSync('campaigns/demo/contacts.csv', 'utf8')
  const names = [...list.matchAll(/^[^,]*,([^,]+),/gm)].map(match => match[1]!).slice(1)
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter(name => text.includes(name))).toEqual([])
  expect(text).not.toMatch(/\+\d{9}/)
  expect(text).not.toContain('"answers"')
})

it('records that keys were pressed, and not which: they may be a card number', () => {
  const file = join(folder, 'keys.jsonl')
  const recorder = recordTo(file)
  const at = { at: 0, wall: 0 }
  const event = { kind: 'digit', attempt: 'a', digit: '7' } as const
  const action = { kind: 'sendDigits', operator: 'anna', attempt: 'a', digits: '778' } as const
  recorder.record({ ...at, input: { from: 'telephony', event } })
  recorder.record({ ...at, input: { from: 'desk', action } })
  recorder.close()
  const text = readFileSync(file, 'utf8')
  expect(text).toMatch(/"kind":"digit","attempt":"a".*\n.*"sendDigits"/)
  expect(text).not.toContain('7')
})

it('refuses a recording that would overwrite one', () => {
  const file = join(folder, 'once.jsonl')
  recordTo(file)
  expect(() => recordTo(file)).toThrow(/cannot be made/)
})

it('says every problem of every campaign named, and each campaign once', () => {
  expect(() => loadCampaigns(['campaigns/demo', 'campaigns/demo'])).toThrow(/named twice/)
})
