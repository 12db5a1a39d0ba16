import type { Reply } from '../../../telephony/freeswitch/wire/within.ts'
import { type Finding, well, wrong } from '../finding.ts'

/** Whether FreeSWITCH took a call of ours and connected back to us for it. */
export function judgeConnectsBack(reply: Reply<unknown>, place: string, took: number): Finding {
  const check = 'connects back'
  if (reply.ok)
    return well(
      check,
      `FreeSWITCH took a call and connected back to ${place}, ${took.toFixed(0)} ms.`,
    )
  const status = /\b([456]\d\d)\b/.exec(reply.why)?.[1]
  if (status !== undefined) {
    const acl = 'The ACL of its profile (apply-inbound-acl) must have the address of drachtio'
    const dialplan = 'its dialplan must hand calls of drachtio-fsmrf to us'
    const hint = `${acl}, and ${dialplan}: deploy/freeswitch/freeswitch.xml has both.`
    return wrong(check, `FreeSWITCH refuses our calls (${status}).`, hint)
  }
  const hint = `Can FreeSWITCH reach ${place}? servers.listen in the site file says where.`
  return wrong(check, `FreeSWITCH did not connect back to us (${reply.why}).`, hint)
}
