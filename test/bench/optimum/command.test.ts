import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

const optimum = (...args: string[]) =>
  spawnSync(process.execPath, ['bench/pacing/optimum.ts', ...args], { cwd: ROOT, encoding: 'utf8' })

it('prints the optimum, its switching curves and the frontier', () => {
  const { stdout, stderr, status } = optimum('--operators', '5', '--abandonment', '0.03')
  expect([stderr, status]).toEqual(['', 0])
  expect(stdout).toContain('occupancy 81.288 %   abandoned  3.000 %   idle  40.28 s a call')
  expect(stdout).toContain('75.8 % of the time: 12 9 6 3 1 0')
  expect(stdout).toContain('200 s   occupancy 80.806 %   abandoned  2.416 %')
})

it('prints one JSON object', () => {
  const { stdout } = optimum('--operators', '2', '--abandonment', '0.03', '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    operators: 2,
    optimum: { abandonment: expect.closeTo(0.03, 9), mix: [{}, {}] },
    frontier: expect.arrayContaining([expect.objectContaining({ price: 100 })]),
  })
})

it('refuses what it cannot compute, with what is allowed', () => {
  for (const [option, value, says] of [
    ['--operators', '0', 'Take a whole number from 1 to 60.'],
    ['--operators', '2.5', 'Take a whole number from 1 to 60.'],
    ['--abandonment', '0.6', 'Take a share from 0 to 0.5.'],
    ['--human', '', 'Take a share above 0, up to 1.'],
    ['--ring', '0', 'Take a number of seconds above 0.'],
  ] as const) {
    const { stderr, status } = optimum(option, value)
    expect([stderr.includes(says), status]).toEqual([true, 1])
  }
})
