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
    writeFileSync(file, readFileSync(file, 'utf8').replace('lines: 30', 'lines: many'))
    const { code, stdout } = await carillon(folder, 'doctor', 'campaigns/demo', '--json')
    expect(code).toBe(1)
    const finding = { check: 'files', state: 'wrong', text: expect.any(String) }
    const all = { verdict: 'wrong', findings: [expect.objectContaining(finding)] }
    expect(JSON.parse(stdout)).toEqual(all)
  })
})
