import type { Network } from '../../campaign/site.ts'
import { carrierUri } from '../../telephony/freeswitch/rules/invitation.ts'
import type { FreeSwitchSettings } from '../../telephony/freeswitch/settings.ts'
import { type Finding, skipped, well } from './finding.ts'
import { judgeAnswer } from './rules/answer.ts'
import type { SipDoor } from './wire/sip-door.ts'

/** Asks trunks, and phones at fixed places, whether they are there. */
export async function* checkPlaces(
  sip: SipDoor,
  network: Network,
  { trunks }: FreeSwitchSettings,
): AsyncGenerator<Finding> {
  for (const trunk of trunks) {
    const { id, host: place, transport, domain } = trunk
    const who = `trunk ${id}`
    if (trunk.probeEvery === null) {
      yield skipped(who, `${place} is not asked: "probe: never".`)
      continue
    }
    const from = `<sip:carillon@${domain}>`
    yield judgeAnswer({ who, place, transport }, await sip.ask(carrierUri(trunk), from))
  }
  for (const phone of [...network.operators, ...network.supervisors]) {
    if (phone.kind !== 'fixed') continue
    const { operator, uri } = phone
    const transport = /;transport=(\w+)/.exec(uri)?.[1] ?? 'udp'
    const asked = { who: `phone of ${operator.replace(':', ' ')}`, place: uri, transport }
    yield judgeAnswer(asked, await sip.ask(uri, '<sip:carillon@carillon.invalid>'))
  }
}

/** What phones that register need to be told. */
export function checkRegistrar(network: Network, contacts: readonly string[]): Finding {
  const users = [...network.operators, ...network.supervisors].flatMap(one =>
    one.kind === 'registers' ? [one.username] : [],
  )
  const check = 'registrar'
  if (users.length === 0 || network.phones === null) return skipped(check, 'No phone registers.')
  const { realm, algorithm } = network.phones
  const where = `${contacts.join(', ')} (realm ${realm}, ${algorithm})`
  return well(
    check,
    `${users.join(', ')} ${users.length === 1 ? 'registers' : 'register'} at ${where} once "carillon run" is up.`,
  )
}
