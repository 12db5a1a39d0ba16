import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { carillon, siteFolder } from '../carillon.ts'

describe('carillon doctor', () => {
  it('is not ready where the site names no servers, and says where to name them', async () => {
    const { code, stdout } = await carillon(siteFolder(), 'doctor', 'campaigns/demo')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^ok {5}files/)
    expect(stdout).toMatch(/^ABSENT servers .*simulated\.\n {27} Name them in the site file/m)
    expect(stdout).toMatch(/Somebody is not there yet\.\n$/)
  })

  it('fails where something is wrong, as data too', async () => {
    const folder = siteFolder()
    const file = join(folder, 'campaigns', 'site.yaml')
    const site = readFileSync(file, 'utf8')
    writeFileSync(file, site.replace('city, lines: 30, callsPerSecond: 5 }', 'city }'))
    const { code, stdout } = await carillon(folder, 'doctor', 'campaigns/demo', '--json')
    expect(code).toBe(1)
    const { verdict, findings } = JSON.parse(stdout)
    expect(verdict).toBe('wrong')
    expect(findings).not.toHaveLength(0)
    for (const one of findings) expect(one).toMatchObject({ check: 'files', state: 'wrong' })
  })
})
