import type { Caller } from '../../store/records.ts'
import type { IncomingCall, IncomingRefusal } from '../../telephony/incoming.ts'
import { remember } from '../calls/address-book.ts'
import type { CampaignRun, Core } from '../core.ts'

/**
 * Whoever calls is looked up before their call goes into the inbox: it carries ids, and the number
 * stays in the store. What was gathered before is written first: how often they have been called,
 * and when they are to be called next, may be among it. Meanwhile it rings for them. Whoever
 * withholds their number is a stranger: they call back a number that we showed them.
 */
export function incomingDoor(core: Core): (call: IncomingCall) => void {
  return call => {
    const { from, to } = call
    const showing = core.ranked.filter(run => run.campaign.callerId === to)
    const host = showing.find(run => run.incoming.to !== 'nobody')
    const admit = host === undefined ? null : admitting(host)
    const query = { from, to, campaigns: ids(core.ranked), showing: ids(showing), admit }
    core.journal.after(() => {
      core.pending.more()
      core.store.takeCaller({ ...query, at: core.timeline.wall() }).then(
        caller => {
          core.pending.less()
          enter(core, call, caller ?? turnedAway(showing))
        },
        () => {
          core.pending.less()
          enter(core, call, 'unavailable')
        },
      )
    })
    // Nothing is being worked on as somebody calls: what was gathered is whole, and need not wait.
    core.journal.inputDone()
  }
}

const ids = (runs: readonly CampaignRun[]) => runs.map(run => run.id)

const admitting = ({ id, campaign }: CampaignRun) => ({ campaign: id, zone: campaign.hours.zone })

const turnedAway = (showing: readonly CampaignRun[]): IncomingRefusal =>
  showing.length === 0 ? 'unknownNumber' : 'busy'

function enter(
  core: Core,
  { call, trunk, to }: IncomingCall,
  found: Caller | IncomingRefusal,
): void {
  const input = { from: 'incoming', call, trunk, called: to } as const
  if (typeof found === 'string') return core.enqueue({ ...input, who: found })
  const { contact, person, position } = found
  if (!core.contacts.has(contact.id))
    remember(core, { contacts: [], people: new Map([[contact.id, person]]) })
  core.enqueue({ ...input, who: { contact, position } })
}
