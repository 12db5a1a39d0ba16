import type { Caller } from '../../store/records.ts'
import type { IncomingCall, IncomingRefusal } from '../../telephony/incoming.ts'
import { remember } from '../calls/address-book.ts'
import type { CampaignRun, Core } from '../core.ts'

/**
 * Whoever calls is looked up before their call goes into the inbox: it carries ids, and the number
 * stays in the store. Meanwhile it rings for them.
 */
export function incomingDoor(core: Core): (call: IncomingCall) => void {
  return call => {
    const { from, to } = call
    const showing = core.ranked.filter(run => run.campaign.callerId === to)
    if (from === null) return enter(core, call, { refused: 'withheld' })
    const host = showing.find(run => run.incoming.to !== 'nobody')
    const admit = host === undefined ? null : admitting(host)
    core.pending.more()
    const query = { from, to, campaigns: ids(core.ranked), showing: ids(showing), admit }
    core.store.takeCaller({ ...query, at: core.timeline.wall() }).then(
      caller => {
        core.pending.less()
        if (caller === null) return enter(core, call, { refused: turnedAway(showing) })
        const { contact, person } = caller
        if (!core.contacts.has(contact.id))
          remember(core, { contacts: [], people: new Map([[contact.id, person]]) })
        enter(core, call, { caller })
      },
      () => {
        core.pending.less()
        enter(core, call, { refused: 'unavailable' })
      },
    )
  }
}

const ids = (runs: readonly CampaignRun[]) => runs.map(run => run.id)

const admitting = ({ id, campaign }: CampaignRun) => ({ campaign: id, zone: campaign.hours.zone })

const turnedAway = (showing: readonly CampaignRun[]): IncomingRefusal =>
  showing.length === 0 ? 'unknownNumber' : 'busy'

function enter(
  core: Core,
  { call, trunk, to }: IncomingCall,
  found: { readonly caller: Caller } | { readonly refused: IncomingRefusal },
): void {
  const input = { from: 'incoming', call, trunk, called: to } as const
  if ('refused' in found) return core.enqueue({ ...input, who: found.refused })
  const { contact, position, isListed } = found.caller
  core.enqueue({ ...input, who: { contact, position, isListed } })
}
