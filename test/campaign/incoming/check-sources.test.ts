import { describe, expect, it } from 'vitest'
import { problemsOf, SMALL } from '../folders.ts'

const site = (trunks: string) => `title: Site
reach: network
servers:
  drachtio: { host: 127.0.0.1, secretFrom: SIP_SECRET }
  freeswitch: { host: 127.0.0.1, secretFrom: FS_SECRET }
trunks:
${trunks}budgets:
  - { id: all, limit: 3%, window: day, zone: Europe/London }
operators:
  - { id: anna, name: Anna, campaigns: [small], phone: { uri: "sip:anna@127.0.0.1:5070" } }
`
const trunk = (id: string, host: string, more = '') =>
  `  - { id: ${id}, lines: 10, callsPerSecond: 2, host: "${host}"${more} }\n`
const NAMED = trunk('city', 'sip.carrier.example:5060')

const problems = (trunks: string, more = 'incoming: { to: operators }\n') =>
  problemsOf({
    'site.yaml': site(trunks),
    'small/campaign.yaml':
      SMALL.replace('message: We', 'message:\n  file: sorry.wav\n  text: We') + more,
    'small/sorry.wav': '',
  })

describe('Callers are known by the address of their carrier', () => {
  it('so a trunk whose host is a name needs addresses, where its campaign takes callers', () => {
    const refused = expect.stringMatching(
      /^site\.yaml:7:5: trunks\[0\]\.sources: names no address\. Campaign small takes callers/,
    )
    expect(problems(NAMED)).toEqual([refused])
    expect(problems(NAMED, 'incoming: { to: message }\n')).toEqual([refused])
    // They are told who called where the campaign does not say otherwise.
    expect(problems(NAMED, '')).toEqual([refused])
    expect(problems(NAMED, 'incoming: { to: nobody }\n')).toEqual([])
    expect(problems(trunk('city', 'sip.carrier.example', ', sources: [192.0.2.30]'))).toEqual([])
  })

  it('and one whose host is an address does not', () => {
    expect(problems(trunk('city', '192.0.2.30'))).toEqual([])
    expect(problems(trunk('city', '192.0.2.30:5070'))).toEqual([])
  })

  it('each trunk of the campaign, and no other', () => {
    const two = trunk('other', '192.0.2.30') + NAMED
    expect(problems(two)).toEqual([expect.stringContaining('trunks[1].sources: names no address')])
    const alone = 'incoming: { to: operators }\ntrunks: [other]\n'
    expect(problems(two, alone)).toEqual([])
  })
})
