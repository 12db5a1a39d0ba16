/** What a media description of the doubles says. Real audio is not imitated. */
export interface Sdp {
  readonly port: number
  readonly direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive'
  /** Raised with each change. */
  readonly version: number
  readonly origin?: string
}

/** @returns a description of one line of PCMU audio on 127.0.0.1. */
export function writeSdp({ port, direction, version, origin = 'double' }: Sdp): string {
  return `${[
    'v=0',
    `o=${origin} ${port} ${version} IN IP4 127.0.0.1`,
    `s=${origin}`,
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=fmtp:101 0-15',
    'a=ptime:20',
    `a=${direction}`,
  ].join('\r\n')}\r\n`
}

/** @returns where audio goes by this description; 0 where it names no port. */
export function mediaPortOf(sdp: string): number {
  return Number(/^m=audio (\d+)/m.exec(sdp)?.[1] ?? 0)
}

/** @returns which way audio flows by this description. */
export function directionOf(sdp: string): Sdp['direction'] {
  const told = /^a=(sendrecv|sendonly|recvonly|inactive)\r?$/m.exec(sdp)?.[1]
  return (told ?? 'sendrecv') as Sdp['direction']
}

/** @returns the direction that answers this one. RFC 3264, section 6.1. */
export function answering(direction: Sdp['direction']): Sdp['direction'] {
  if (direction === 'sendonly') return 'recvonly'
  return direction === 'recvonly' ? 'sendonly' : direction
}
