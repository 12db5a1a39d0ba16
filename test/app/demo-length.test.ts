import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { loadCampaigns } from '../../src/app/load-campaigns.ts'
import { prepareSite } from '../../src/app/prepare.ts'
import { virtualRun } from '../../src/app/virtual-run.ts'
import { minutes } from '../../src/base/duration.ts'

/** A Monday morning, as `npm start` might begin on. */
const START = Date.parse('2026-11-23T09:00:00Z')

it('the demo is over after three quarters of an hour: 45 seconds of npm start', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'carillon-demo-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const dbFile = join(folder, 'a.db')
  const loaded = loadCampaigns(['campaigns/demo'])
  const request = { loaded, dbFile, operators: null, mode: null, fresh: false, start: false }
  const prepared = await prepareSite(request, () => {})
  const how = { speed: Infinity, duration: null, exitWhenDone: true, record: null }
  await virtualRun({ ...prepared, ...how, start: START, seed: 1 }).drive()
  const took = ((await prepared.store.lastAt()) ?? Infinity) - START
  await prepared.release()
  expect(took).toBeGreaterThan(minutes(30))
  expect(took).toBeLessThanOrEqual(minutes(45))
}, 60_000)
