import { type Finding, well, wrong } from '../finding.ts'

/** What every carrier of telephony takes (RFC 3551, section 4.5.14). */
const CODECS = /^(PCMU|PCMA)\b/i

/**
 * Whether FreeSWITCH has the SIP profile, running, and found as the library looks for it.
 *
 * @param status what `sofia status` says.
 */
export function judgeProfile(profile: string, status: string): Finding {
  const check = 'SIP profile'
  // The last line of the list counts them: "1 profile 0 aliases".
  const lines = status.split('\n').filter(line => /^\s*\S+\tprofile\t/.test(line))
  const line = lines.find(one => one.trim().split(/\s+/)[0] === profile)
  if (line === undefined) {
    const others = lines.map(one => one.trim().split(/\s+/)[0]).join(', ')
    const there = others === '' ? 'It has none at all.' : `It has ${others}.`
    const hint =
      'Load one by that name (deploy/freeswitch/freeswitch.xml has it), or name another under servers.freeswitch.profile.'
    return wrong(check, `FreeSWITCH has no profile ${profile}. ${there}`, hint)
  }
  if (!/RUNNING/.test(line)) {
    const hint = 'FreeSWITCH says why in its log; often its port is taken.'
    return wrong(check, `Profile ${profile} does not run: ${line.trim()}`, hint)
  }
  const address = /sip:mod_sofia@((?:\d+\.){3}\d+:\d+)/.exec(line)?.[1]
  if (address === undefined) {
    const hint = 'Take "username" out of the profile, and give it sip-ip as an IPv4 address.'
    return wrong(check, `Profile ${profile} is not at mod_sofia@<IPv4>: ${line.trim()}`, hint)
  }
  return well(check, `${profile} runs at ${address}.`)
}

/** Whether it speaks G.711. @param status what `sofia status profile …` says. */
export function judgeCodecs(status: string): Finding {
  const check = 'codecs'
  const listed = (name: string): string[] =>
    (new RegExp(`^CODECS ${name}\\s+(.*)$`, 'm').exec(status)?.[1] ?? '')
      .split(',')
      .map(one => one.trim())
  const [into, outOf] = [listed('IN'), listed('OUT')]
  const hint = 'Set inbound-codec-prefs and outbound-codec-prefs to PCMU,PCMA.'
  for (const [codecs, way] of [
    [into, 'in'],
    [outOf, 'out'],
  ] as const) {
    const names = codecs.join(', ') || 'none'
    if (!codecs.some(one => CODECS.test(one)))
      return wrong(check, `The profile has neither PCMU nor PCMA for calls ${way}: ${names}.`, hint)
  }
  return well(check, `${into.join(', ')}.`)
}
