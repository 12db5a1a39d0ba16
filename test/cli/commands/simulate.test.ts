import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { smallWorldText } from '../../sim/worlds.ts'
import { carillon, siteFolder } from '../carillon.ts'

const ZERO = 'A limit of 0 % lets nobody be abandoned: there is one line for each free operator.'

it('simulate and replay say, in words only, that a limit of 0 leaves nothing to predict', async () => {
  const folder = siteFolder()
  const limits = '{ abandonment: 0, no_answer_s: 25, ring_min_s: 15, connect_within_s: 2 }'
  writeFileSync(join(folder, 'zero.yaml'), smallWorldText({ limits }))
  const predictive = ['--policy', 'predictive']
  const simulated = await carillon(
    folder,
    ...['simulate', 'zero.yaml', ...predictive, '--record', 'zero.jsonl'],
  )
  expect(simulated.stdout.split(ZERO)).toHaveLength(2)
  const inWords = await carillon(folder, 'replay', 'zero.jsonl')
  expect(inWords.stdout.split(ZERO)).toHaveLength(2)
  for (const args of [[...predictive, '--json'], []]) {
    const { code, stdout, stderr } = await carillon(folder, 'simulate', 'zero.yaml', ...args)
    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain(ZERO)
  }
}, 60_000)
