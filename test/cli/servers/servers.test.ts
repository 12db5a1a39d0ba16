import { expect, test } from 'vitest'
import { carillon, siteFolder } from '../carillon.ts'

test.each(['', 'drain media:8021', 'undrain media:8021'])(
  'Without an engine there is none to ask: servers %s',
  async words => {
    const asked = ['servers', ...words.split(' ').filter(word => word !== '')]
    const ran = await carillon(siteFolder(), ...asked, '--db', 'other.db')
    expect(ran.stderr).toContain('No engine runs on other.db')
    expect(ran.code).toBe(3)
  },
)
