import type { ServerAddress } from '../../telephony/freeswitch/settings.ts'
import type { Finding } from './finding.ts'
import type { TestCallParts } from './test-call.ts'

/** One server of its kind: everything is looked at as if the site had no other. */
export interface OneServer extends TestCallParts {
  readonly address: ServerAddress
  /** How many of its kind share what the site needs. */
  readonly among: number
}

/** Each drachtio of the site. */
export function eachDrachtio(made: TestCallParts): readonly OneServer[] {
  const { settings, parts } = made
  const { drachtio, moreDrachtio = [] } = parts.network
  const addresses = [settings.drachtio, ...settings.moreDrachtio]
  return [drachtio, ...moreDrachtio].map((entry, i, { length: among }) => {
    const network = { ...parts.network, drachtio: entry }
    const address = addresses[i]!
    const alone = { ...settings, drachtio: address, moreDrachtio: [] }
    return { ...made, parts: { ...parts, network }, settings: alone, address, among }
  })
}

/** Each FreeSWITCH of the site. */
export function eachFreeSwitch(made: TestCallParts): readonly OneServer[] {
  const { settings, parts } = made
  const { freeswitch, moreFreeswitch = [] } = parts.network
  const addresses = [settings.freeswitch, ...settings.moreFreeswitch]
  return [freeswitch, ...moreFreeswitch].map((entry, i, { length: among }) => {
    const { host, port, secretFrom } = entry
    const network = { ...parts.network, freeswitch: { ...freeswitch, host, port, secretFrom } }
    const address = addresses[i]!
    const alone = { ...settings, freeswitch: address, moreFreeswitch: [] }
    return { ...made, parts: { ...parts, network }, settings: alone, address, among }
  })
}

/** Says with each finding which server it is about, where there are several. */
export function named({ address, among }: OneServer, finding: Finding): Finding {
  const where = `${address.host}:${address.port}`
  if (among === 1 || finding.text.includes(where)) return finding
  return { ...finding, text: `${where}: ${finding.text}` }
}
