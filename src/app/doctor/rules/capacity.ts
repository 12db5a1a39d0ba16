import type { Network, Site } from '../../../campaign/site.ts'
import { type Finding, well, wrong } from '../finding.ts'

/** What a site needs at its fullest. */
export interface Need {
  /** Channels of FreeSWITCH: each line, each operator, and the spare ones between calls. */
  readonly channels: number
  /** New channels a second. */
  readonly perSecond: number
}

/** Kept between calls, and taken by transfers and supervisors. */
const SPARE = 20
/** RTP and RTCP (RFC 3550, section 11). */
const PORTS_EACH = 2
/** FreeSWITCH's own, where its switch.conf says nothing. */
const RTP_DEFAULTS = { from: 16_384, to: 32_768 }
/** The last port below those that Linux takes for outgoing sockets, where nobody has changed it. */
const ANYBODYS = 32_768
/** A connection, sockets of RTP and RTCP, a timer, a sound file; and what a process has anyway. */
const FILES_EACH = 6
const FILES_ANYWAY = 500

/**
 * @param among how many servers share it, each with as much.
 * @returns what a site needs at its fullest.
 */
export function needOf({ trunks }: Site, { operators }: Network, among = 1): Need {
  const lines = trunks.reduce((sum, trunk) => sum + trunk.lines, 0)
  const perSecond = trunks.reduce((sum, trunk) => sum + trunk.callsPerSecond, 0)
  return {
    channels: Math.ceil((lines + operators.length) / among) + SPARE,
    perSecond: Math.ceil(perSecond / among),
  }
}

/** Whether FreeSWITCH carries so many calls. @param status what `status` says. */
export function judgeSessions(status: string, { channels, perSecond }: Need): Finding {
  const check = 'sessions'
  const max = Number(/(\d+) session\(s\) max/.exec(status)?.[1] ?? NaN)
  const rate = Number(/per Sec out of max (\d+)/.exec(status)?.[1] ?? NaN)
  const hint = 'Raise it in switch.conf.xml of FreeSWITCH, or give the trunks fewer lines.'
  if (max < channels)
    return wrong(check, `max-sessions is ${max}; this site may need ${channels}.`, hint)
  if (rate < perSecond)
    return wrong(check, `sessions-per-second is ${rate}; the trunks do ${perSecond}.`, hint)
  return well(
    check,
    `${max}, ${rate} a second; this site needs ${channels}, ${perSecond} a second.`,
  )
}

/** Whether there are ports for so many calls. @param xml of switch.conf, as `xml_locate` has it. */
export function judgeRtpRange(xml: string, { channels }: Need): Finding {
  const check = 'RTP ports'
  const value = (name: string): number | null => {
    const found = new RegExp(`name="${name}"\\s+value="(\\d+)"`).exec(xml)?.[1]
    return found === undefined ? null : Number(found)
  }
  const from = value('rtp-start-port') ?? RTP_DEFAULTS.from
  const to = value('rtp-end-port') ?? RTP_DEFAULTS.to
  const needed = channels * PORTS_EACH
  const hint = 'Widen rtp-start-port to rtp-end-port in switch.conf.xml, and the firewall with it.'
  if (to - from + 1 < needed)
    return wrong(check, `${from} to ${to} are too few: ${channels} calls need ${needed}.`, hint)
  // Seen with 30000 to 40000: of some 500 channels one could not be made, or was heard by nobody.
  const shared =
    to > ANYBODYS
      ? ` Keep below ${ANYBODYS}: Linux gives ports above it to any program` +
        ' (ip_local_port_range), and a channel whose port is taken fails.'
      : ''
  return well(
    check,
    `${from} to ${to}; this site needs ${needed}. The firewall must let them in.${shared}`,
  )
}

/** Whether a process may open files for so many calls. @param limit null: it is not known. */
export function judgeOpenFiles(whose: string, limit: number | null, { channels }: Need): Finding {
  const check = 'open files'
  const needed = FILES_ANYWAY + channels * FILES_EACH
  if (limit === null) return well(check, `${whose}: not said.`)
  const hint = `Raise its limit (ulimit -n, LimitNOFILE) to ${needed} or more.`
  if (limit < needed) return wrong(check, `${whose} may open ${limit}; it needs ${needed}.`, hint)
  return well(check, `${whose}: ${limit}; ${needed} are needed.`)
}
