import { isThisMachine } from '../../../campaign/network/check-network.ts'
import { type Finding, well, wrong } from '../finding.ts'

/** Whether what FreeSWITCH offers a carrier (SDP, RFC 4566) is what carriers take. */
export function judgeOffer(sdp: string, trunkHosts: readonly string[]): Finding {
  const check = 'offer'
  const lines = [...sdp.matchAll(/^m=audio (\d+) (\S+) (.*)$/gm)]
  const plain = lines.filter(([, , protocol]) => protocol === 'RTP/AVP')
  if (lines.length !== 1 || plain.length !== 1) {
    const kinds = lines.map(([, , protocol]) => protocol).join(' and ') || 'no audio'
    const hint =
      'Set rtp_secure_media_inbound=forbidden in vars.xml of FreeSWITCH: carriers refuse the others.'
    return wrong(check, `FreeSWITCH offers ${kinds}; it ought to be one line of RTP/AVP.`, hint)
  }
  const types = plain[0]![3]!.split(' ')
  if (!types.includes('0') && !types.includes('8'))
    return wrong(check, `It has neither PCMU nor PCMA: ${types.join(' ')}.`, 'See codecs above.')
  const address = /^c=IN IP4 (\S+)/m.exec(sdp)?.[1] ?? 'nowhere'
  const far = trunkHosts.find(host => !isThisMachine(host))
  if (far !== undefined && isThisMachine(address)) {
    const hint = 'Give the profile rtp-ip (behind a NAT, ext-rtp-ip) that the carrier can send to.'
    return wrong(check, `FreeSWITCH would have ${far} send audio to ${address}.`, hint)
  }
  const keys = /telephone-event/.test(sdp) ? '' : ' Keys of the telephone (RFC 4733) are missing.'
  return well(check, `One line of RTP/AVP, audio comes to ${address}.${keys}`)
}
