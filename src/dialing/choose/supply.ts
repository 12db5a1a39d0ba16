import type { ContactId } from '../../base/id.ts'
import type { Contact } from '../../campaign/contact.ts'
import { forget, remember } from '../calls/address-book.ts'
import type { CampaignRun, Core } from '../core.ts'
import { DEMANDED_MAX, LEASE_MAX, LEASE_PAUSE, STORE_PAUSE } from '../limits.ts'
import { codeOf } from '../writing/ask-store.ts'

type Which = 'general' | 'demanded'

/**
 * Keeps contacts at hand, leased ahead: nothing between an answer and an operator, and nothing
 * between a free operator and a call, waits for the disk to find the next contact.
 */
export function keepSupplied(core: Core, run: CampaignRun): void {
  if (run.state !== 'running') return
  const wanted = bufferSize(run)
  if (run.buffer.length * 2 < wanted) ask(core, run, 'general', wanted - run.buffer.length)
  if (run.demanded.length * 2 < DEMANDED_MAX) {
    ask(core, run, 'demanded', DEMANDED_MAX - run.demanded.length)
  }
}

/**
 * Enough for some ten seconds of dialing: lines ring about that long before each needs another
 * contact.
 */
function bufferSize(run: CampaignRun): number {
  const lines = run.ringing + (run.because?.target ?? 0) + run.unbound.size
  return Math.min(LEASE_MAX, Math.max(20, 4 * lines))
}

function ask(core: Core, run: CampaignRun, which: Which, limit: number): void {
  const line = run.supply[which]
  if (line.asking || core.now < line.notBefore) return
  const zones = run.zones.filter(zone => run.rulebook.check({ zone }, core.wall).kind === 'allowed')
  if (zones.length === 0) {
    line.notBefore = core.now + LEASE_PAUSE
    return
  }
  line.asking = true
  core.pending.more()
  const { order } = run.campaign
  core.store.leaseContacts({ campaign: run.id, limit, now: core.wall, zones, which, order }).then(
    leased => {
      core.pending.less()
      remember(core, leased)
      const { contacts } = leased
      const reply = { kind: 'leased', campaign: run.id, which, asked: limit, contacts } as const
      core.enqueue({ from: 'store', reply })
    },
    (error: unknown) => {
      core.pending.less()
      const code = codeOf(error)
      core.enqueue({
        from: 'store',
        reply: { kind: 'failed', what: 'lease', code, campaign: run.id, which },
      })
    },
  )
}

/** The store handed out contacts; a campaign that was stopped meanwhile gives them back. */
export function onLeased(
  core: Core,
  run: CampaignRun,
  reply: { readonly which: Which; readonly asked: number; readonly contacts: readonly Contact[] },
): void {
  const line = run.supply[reply.which]
  line.asking = false
  if (reply.contacts.length < reply.asked) line.notBefore = core.now + LEASE_PAUSE
  if (run.state !== 'running') return giveBack(core, reply.contacts)
  if (reply.which === 'general') run.buffer.push(...reply.contacts)
  else run.demanded.push(...reply.contacts)
  if (run.buffer.length === 0 && run.demanded.length === 0) askFunnel(core, run)
}

/** How the contacts stand, for the diagnosis and to know when there is nothing left to do. */
export function askFunnel(core: Core, run: CampaignRun): void {
  if (run.funnelAsked) return
  run.funnelAsked = true
  run.funnelAt = core.now
  core.pending.more()
  core.store.funnel(run.id, core.wall).then(
    funnel => {
      core.pending.less()
      core.enqueue({ from: 'store', reply: { kind: 'funnel', campaign: run.id, funnel } })
    },
    (error: unknown) => {
      core.pending.less()
      const reply = { kind: 'failed', what: 'read', code: codeOf(error), campaign: run.id } as const
      core.enqueue({ from: 'store', reply })
    },
  )
}

/** Contacts that will not be called now go back as they were. */
export function giveBack(core: Core, contacts: readonly Contact[]): void {
  if (contacts.length === 0) return
  const ids: ContactId[] = contacts.map(one => one.id)
  for (const id of ids) forget(core, id)
  returnContacts(core, ids)
}

/** A store that does not take them now is asked again: until it does, nobody can be given them. */
function returnContacts(core: Core, ids: readonly ContactId[]): void {
  core.pending.more()
  core.store.returnContacts(ids).then(
    () => core.pending.less(),
    () => {
      core.pending.less()
      core.timeline.after(STORE_PAUSE, () => returnContacts(core, ids))
    },
  )
}

/**
 * Zones to ask for: the campaign's own, where newcomers may be, and every zone its contacts were
 * ever seen in. One that is not needed any more costs nothing.
 */
export function zonesOf(known: readonly string[], seen: readonly string[]): readonly string[] {
  return seen.every(zone => known.includes(zone)) ? known : [...new Set([...known, ...seen])]
}
