import { type Finding, well, wrong } from '../finding.ts'

/**
 * Whether FreeSWITCH has the conference profile, and no key of a telephone controls it.
 *
 * @param xml what `xml_locate configuration configuration name conference.conf` says.
 */
export function judgeConference(profile: string, xml: string): Finding {
  const check = 'conference profile'
  const file = 'deploy/freeswitch/conference.conf.xml has one that will do.'
  const text = xml.replace(/<!--[\s\S]*?-->/g, '')
  const profiles = [...text.matchAll(/<profile\s+name="([^"]*)"[^>]*>([\s\S]*?)<\/profile>/g)]
  const found = profiles.find(([, name]) => name === profile)
  if (found === undefined) {
    const others = profiles.map(([, name]) => name).join(', ')
    const there = others === '' ? 'It has none at all.' : `It has ${others}.`
    return wrong(check, `FreeSWITCH has no conference profile ${profile}. ${there}`, file)
  }
  const params = new Map(
    [...found[2]!.matchAll(/<param\s+name="([^"]*)"\s+value="([^"]*)"/g)].map(([, name, value]) => [
      name!,
      value!,
    ]),
  )
  for (const kind of ['caller-controls', 'moderator-controls']) {
    // Left out, it is the group "default".
    const group = params.get(kind) ?? 'default'
    const keys = keysOf(text, group)
    if (keys === '') continue
    const hint = `Set ${kind} to none. ${file}`
    return wrong(check, `In profile ${profile} keys do things (${kind} ${group}: ${keys}).`, hint)
  }
  return well(check, `${profile}, without keys that control it.`)
}

/** The keys of a group of controls; FreeSWITCH has a group "default" though nobody wrote one. */
function keysOf(text: string, group: string): string {
  if (group === 'none') return ''
  const groups = text.matchAll(/<group\s+name="([^"]*)"[^>]*>([\s\S]*?)<\/group>/g)
  const found = [...groups].find(([, name]) => name === group)
  if (found === undefined) return group === 'default' ? '# hangs up, and others' : ''
  return [...found[2]!.matchAll(/digits="([^"]*)"/g)].map(([, digits]) => digits).join(' ')
}
