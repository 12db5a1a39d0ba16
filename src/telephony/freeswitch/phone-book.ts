import type { OperatorId } from '../../base/id.ts'

/** Where an operator's phone is called. */
export interface Phone {
  /** A SIP URI (RFC 3261, section 19.1), for example `sip:anna@192.0.2.7:5062`. */
  readonly uri: string
  /** Where the INVITE is sent when that is not the host of the URI: behind a NAT. */
  readonly proxy?: string
  /** The SIP server that it is called over, by its name; left out, any. */
  readonly way?: string
  /** Their other devices that ring at the same time: the first that answers has the call. */
  readonly beside?: readonly Phone[]
}

/** Who knows where operators' phones are now: a fixed list, or a registrar. */
export interface PhoneBook {
  /** @returns the phone of an operator, or null when they have none at the moment. */
  phoneOf(operator: OperatorId): Phone | null
}
