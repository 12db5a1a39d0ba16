import { cpSync, existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { seconds } from '../../../src/base/duration.ts'
import { doubledSite } from '../calls/on-doubles.ts'

test('A run deletes what a campaign beside its own has recorded and kept for long enough.', async () => {
  const site = await doubledSite([])
  const over = join(site.folder, 'campaigns/over')
  cpSync(join(site.folder, 'campaigns/calls'), over, { recursive: true })
  const day = join(over, 'recordings/2024-01-02/over')
  mkdirSync(day, { recursive: true })
  const old = join(day, '1-0193f2a4-0000-7000-8000-000000000001.wav')
  writeFileSync(old, 'sound')
  utimesSync(old, new Date('2024-01-02'), new Date('2024-01-02'))
  site.run()
  await expect.poll(() => existsSync(old), { timeout: seconds(4) }).toBe(false)
})
