import type { Fault } from '../../../telephony/freeswitch/trunks/signs.ts'
import { absent, type Finding, well, wrong } from '../finding.ts'

/** What came of asking somebody by OPTIONS whether they are there (RFC 3261, section 11). */
export type Answered =
  | {
      readonly kind: 'answered'
      readonly status: number
      /** In ms. */
      readonly took: number
      /** Whether it asks for a proof that we cannot give. */
      readonly unanswerable: boolean
    }
  | { readonly kind: 'nothing'; readonly fault: Fault }

/** Whom we asked. */
export interface Asked {
  /** `trunk city` or `phone of anna`. */
  readonly who: string
  readonly place: string
  readonly transport: string
}

const FORBIDDEN = 403
const FROM_SERVER_FAILURE = 500

/** What the answer says of them: any says that they are there. */
export function judgeAnswer({ who, place, transport }: Asked, answer: Answered): Finding {
  if (answer.kind === 'answered') {
    const { status, took, unanswerable } = answer
    const text = `${place} answered ${status} in ${took.toFixed(0)} ms.`
    if (unanswerable) {
      const hint = 'Ask the carrier for MD5, or to know us by our address: there is no other here.'
      return wrong(who, `${text} It asks for another proof than a digest by MD5.`, hint)
    }
    if (status >= FROM_SERVER_FAILURE)
      return absent(who, text, 'It has no room or is not well: it is tried again in a run.')
    if (status === FORBIDDEN)
      return well(who, `${text} If calls are refused as well, ask whether it knows our address.`)
    return well(who, text)
  }
  switch (answer.fault) {
    case 'unresolved':
      return wrong(who, `The name in ${place} does not resolve.`, 'Is it spelled right?')
    case 'closed': {
      const hint = 'Is it running, and is the port right?'
      return absent(who, `${place} lets nobody in over ${transport}.`, hint)
    }
    case 'noTransport': {
      const hint = `Start drachtio with a --contact for ${transport}.`
      return wrong(who, `drachtio does not speak ${transport}.`, hint)
    }
    case 'silent': {
      const hint =
        'Does a firewall stand between? If it answers calls but not OPTIONS: "probe: never".'
      return absent(who, `${place} is silent.`, hint)
    }
  }
}
