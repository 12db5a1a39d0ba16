import { isThisMachine } from '../../../campaign/network/check-network.ts'
import type { Network } from '../../../campaign/site.ts'
import { absent, type Finding, silent, well, wrong } from '../finding.ts'
import type { DrachtioAnswer } from '../wire/ask-drachtio.ts'
import { isAtLeast } from './version.ts'

const CHECK = 'drachtio'
/** From here on the control protocol counts bytes, as the library does. */
const OLDEST = [0, 9] as const

/** What drachtio's answer says of it. @param took in ms. */
export function judgeDrachtio(
  answer: DrachtioAnswer,
  { drachtio, trunks, reach, operators }: Network,
  took: number,
): readonly Finding[] {
  const where = `${drachtio.host}:${drachtio.port}`
  switch (answer.kind) {
    case 'unreachable': {
      const hint = 'Start drachtio-server, or mend servers.drachtio in the site file.'
      return [absent(CHECK, `Nobody is at ${where} (${answer.code}).`, hint)]
    }
    case 'silent':
      return [silent(CHECK, drachtio, 'control port (9022)')]
    case 'stranger': {
      const hint = `Is ${drachtio.port} its control port (9022), and not one for SIP?`
      return [wrong(CHECK, `Whoever is at ${where} is no drachtio-server.`, hint)]
    }
    case 'refused': {
      const hint = `Give both the same: ${drachtio.secretFrom} here, DRACHTIO_SECRET there.`
      return [wrong(CHECK, `drachtio at ${where} does not accept our secret.`, hint)]
    }
    case 'welcome': {
      const { version, contacts } = answer
      const text = `${where} accepts our secret, ${version}, ${took.toFixed(0)} ms.`
      const old = wrong(CHECK, `drachtio is ${version}.`, 'Install 0.9 or later.')
      return [
        isAtLeast(version, OLDEST) ? well(CHECK, text) : old,
        judgeContacts(contacts, { trunks, reach, operators }),
      ]
    }
  }
}

/** Whether it has a contact for each transport, and one that others can reach. */
function judgeContacts(
  contacts: readonly string[],
  { trunks, reach, operators }: Pick<Network, 'trunks' | 'reach' | 'operators'>,
): Finding {
  const check = 'SIP addresses'
  const listed = contacts.length === 0 ? 'none' : contacts.join(', ')
  const missing = trunks.find(
    ({ transport }) => !contacts.some(one => one.startsWith(`${transport}/`)),
  )
  if (missing !== undefined) {
    const hint = `Start drachtio with a --contact for ${missing.transport}, or change the trunk.`
    return wrong(
      check,
      `Trunk ${missing.id} is over ${missing.transport}; there is ${listed}.`,
      hint,
    )
  }
  const hosts = contacts.map(one => one.replace(/^\w+\//, ''))
  const isClosedIn = reach === 'network' && hosts.every(isThisMachine)
  const others = [
    ...trunks.map(({ host }) => host),
    ...operators.flatMap(one => (one.kind === 'fixed' ? [one.uri.replace(/^.*@/, '')] : [])),
  ].filter(host => !isThisMachine(host.replace(/;.*$/, '')))
  if (isClosedIn && others.length > 0) {
    const hint = 'Start drachtio with a --contact at the address of this machine.'
    return wrong(check, `Only this machine is let in (${listed}); ${others[0]} is not on it.`, hint)
  }
  return well(check, `${listed}.`)
}
